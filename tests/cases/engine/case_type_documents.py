"""Case types out of every key of the contract, for property tests."""

from typing import Any

from hypothesis import strategies as st

TITLES = st.text("待审核推荐公示入库退回A1（）：“ ", min_size=1, max_size=12).filter(str.strip)
TEXTS = st.text("县级审查，通过。{title}\n'\"#:- é", min_size=1, max_size=30).filter(str.strip)
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
ROLES = st.sampled_from(["county_reviewer", "city_reviewer", "org_admin"])
PARTIES = st.sampled_from(["enterprise", "provider", "county"])
NUMBERS = st.integers(0, 200)
UNITS = st.sampled_from(["working_day", "calendar_day", "month"])


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Return one to three different values."""
    return st.lists(values, min_size=1, max_size=3, unique=True)


def part(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a mapping that has some of the optional keys."""
    return st.fixed_dictionaries(required, optional=optional)


def parts(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return one or two of them."""
    return st.lists(part(required, optional), min_size=1, max_size=2)


OUTCOMES = {"passed": CODES, "failed": CODES}
SCHEME = part(
    {"dimensions": parts({"key": CODES, "title": TITLES, "weight": NUMBERS}, {"most": NUMBERS})},
    {
        "aggregate": st.sampled_from(["mean", "drop_high_low"]),
        "passes_from": NUMBERS | st.sampled_from(["62.5", "60.25"]),
    },
)
PANEL = part(
    {"by": st.just("panel"), "size": NUMBERS, "blind": st.booleans(), **OUTCOMES},
    {
        "specialities": st.dictionaries(TITLES, NUMBERS, min_size=1, max_size=2),
        "per_employer": NUMBERS,
        "scheme": SCHEME,
    },
)
SIGN = part(
    {"by": st.just("sign"), "roles": some(ROLES), **OUTCOMES},
    {
        "mode": st.sampled_from(["any", "all", "ratio", "weighted"]),
        "share": st.just("2/3"),
        "strict": st.just(True),
        "weights": st.dictionaries(ROLES, NUMBERS, min_size=1, max_size=2),
    },
)
MEETING = part(
    {"by": st.just("meeting"), "roles": some(ROLES), **OUTCOMES},
    {"quorum": st.just("2/3"), "share": st.just("1/2"), "strict": st.just(True), "minutes": CODES},
)
NOTICE = part(
    {"title": TITLES, "body": TEXTS, "length": NUMBERS, "unit": UNITS, "closes": CODES}, {"objections": CODES}
)
STATE = (
    {"key": CODES, "title": TITLES, "kind": st.sampled_from(["start", "work", "pause", "notice", "final"])},
    {
        "public_title": TITLES,
        "public_next": TEXTS,
        "phase": CODES,
        "sections": st.dictionaries(PARTIES, some(CODES), min_size=1),
        "hidden": st.dictionaries(ROLES, some(CODES), min_size=1),
        "assign": st.sampled_from(["pool", "load", "round_robin"]),
        "retention": st.sampled_from(["permanent", "thirty", "ten"]),
        "decides": PANEL | SIGN | MEETING,
        "notice": NOTICE,
    },
)
REQUIREMENTS = st.sampled_from(["comment_required", "remarks_required", "luck_required"]) | st.one_of(
    st.fixed_dictionaries({"name": st.just("sections_complete"), "sections": some(CODES)}),
    st.fixed_dictionaries({"name": st.just("documents_present"), "documents": some(CODES)}),
    st.fixed_dictionaries({"name": st.just("sections_complete"), "sections": st.just("all")}),
    st.fixed_dictionaries({"name": st.just("links_closed"), "kinds": some(CODES)}),
    st.fixed_dictionaries(
        {"name": st.just("register_count"), "kind": CODES, "at_least": NUMBERS, "months": NUMBERS | st.just("many")}
    ),
)
EFFECTS = st.sampled_from(["submission.return", "submission.accept"]) | st.one_of(
    st.fixed_dictionaries({"name": st.just("submission.open_stages"), "stages": st.just(["after"])}),
    st.fixed_dictionaries({"name": st.just("register.fact"), "kind": CODES}),
    st.fixed_dictionaries({"name": st.just("register.fact"), "kind": CODES, "until": NUMBERS}),
    st.fixed_dictionaries({"name": st.just("register.fact"), "kind": CODES, "months": NUMBERS}),
    st.fixed_dictionaries({"name": st.just("case.open"), "case_type": CODES, "link": CODES, "of": st.just("provider")}),
    st.fixed_dictionaries({"name": st.just("case.open"), "case_type": CODES, "count": NUMBERS}),
)
TRANSITION = (
    {
        "key": CODES,
        "title": TITLES,
        "from": some(CODES),
        "to": CODES | st.just("$origin") | st.lists(CODES, min_size=2, max_size=3, unique=True),
        "actor": part(
            {"scope": st.sampled_from(["own_region", "applicant", "provider", "system"])},
            {"roles": some(ROLES), "exclude": some(st.sampled_from(["initiator", "previous_actor", "same_org"]))},
        ),
    },
    {
        "public_title": TITLES,
        "style": st.sampled_from(["primary", "secondary", "danger"]),
        "confirm": TEXTS,
        "guards": parts({"formula": TEXTS, "message": TEXTS}, {}),
        "requires": st.lists(REQUIREMENTS, min_size=1, max_size=3),
        "effects": st.lists(EFFECTS, min_size=1, max_size=3),
        "letter": CODES,
        "recall": st.just(True),
        "notify": parts(
            {"to": st.sampled_from(["applicant", "provider", "reviewers"]), "title": TITLES},
            {"roles": some(ROLES), "body": TEXTS, "channels": some(st.sampled_from(["site", "mail", "sms"]))},
        ),
    },
)
DEADLINE = (
    {"key": CODES, "title": TITLES, "length": NUMBERS, "unit": UNITS, "runs_in": some(CODES)},
    {
        "pauses_in": some(CODES),
        "remind": some(NUMBERS),
        "escalate": parts({"after": NUMBERS, "roles": some(ROLES)}, {}),
        "on_expire": CODES,
    },
)
CASE_TYPES = part(
    {
        "key": CODES,
        "title": TITLES,
        "number_prefix": st.just("RK"),
        "states": st.lists(part(*STATE), max_size=3),
        "transitions": st.lists(part(*TRANSITION), max_size=3),
    },
    {
        "form": CODES,
        "confidentiality": st.sampled_from(["public", "internal", "confidential"]),
        "retention": st.sampled_from(["permanent", "thirty", "ten"]),
        "opening": part({"first": CODES}, {"again": CODES, "office": CODES}),
        "phases": parts({"key": CODES, "title": TITLES}, {"public_title": TITLES}),
        "documents": parts({"key": CODES, "title": TITLES, "party": PARTIES}, {"signers": some(PARTIES)}),
        "deadlines": parts(*DEADLINE),
    },
)
