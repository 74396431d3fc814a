"""From the document of a case type to its Definition. The document has passed `shape_faults`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cases.engine.deadlines import Term
from cases.engine.definition import (
    USUAL_CHANNELS,
    ActorRule,
    Body,
    Call,
    DeadlineRule,
    Definition,
    DocumentRule,
    Escalation,
    Guard,
    Meeting,
    Message,
    NoticeRule,
    Opening,
    Panel,
    Phase,
    Signing,
    State,
    Transition,
)
from cases.engine.panel import PanelRule
from cases.engine.scoring import HUNDRED, Dimension, Scheme, VoteRule

Document = Mapping[str, Any]


def definition_from_json(document: Document) -> Definition:
    """Return the definition that `document` spells."""
    return Definition(
        key=document["key"],
        title=document["title"],
        number_prefix=document["number_prefix"],
        states=tuple(_state(item) for item in document["states"]),
        transitions=tuple(_transition(item) for item in document["transitions"]),
        opening=Opening(**document.get("opening", {})),
        form=document.get("form", ""),
        confidentiality=document.get("confidentiality", "internal"),
        retention=document.get("retention", "ten"),
        phases=tuple(_phase(item) for item in document.get("phases", ())),
        documents=tuple(_document(item) for item in document.get("documents", ())),
        deadlines=tuple(_deadline(item) for item in document.get("deadlines", ())),
    )


def _texts(data: Document, key: str) -> tuple[str, ...]:
    return tuple(data.get(key, ()))


def _lists(data: Document, key: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(items) for name, items in data.get(key, {}).items()}


def _phase(data: Document) -> Phase:
    return Phase(data["key"], data["title"], data.get("public_title") or data["title"])


def _document(data: Document) -> DocumentRule:
    return DocumentRule(data["key"], data["title"], data.get("party", "enterprise"), _texts(data, "signers"))


def _term(data: Document) -> Term:
    return Term(data["length"], data.get("unit", "working_day"))


def _deadline(data: Document) -> DeadlineRule:
    return DeadlineRule(
        key=data["key"],
        title=data["title"],
        term=_term(data),
        runs_in=_texts(data, "runs_in"),
        pauses_in=_texts(data, "pauses_in"),
        remind=tuple(data.get("remind", ())),
        escalate=tuple(Escalation(one["after"], _texts(one, "roles")) for one in data.get("escalate", ())),
        on_expire=data.get("on_expire", ""),
    )


def _state(data: Document) -> State:
    return State(
        key=data["key"],
        title=data["title"],
        public_title=data.get("public_title") or data["title"],
        kind=data["kind"],
        sections=_lists(data, "sections"),
        public_next=data.get("public_next", ""),
        phase=data.get("phase", ""),
        hidden=_lists(data, "hidden"),
        assign=data.get("assign", "pool"),
        decides=_body(data["decides"]) if "decides" in data else None,
        notice=_notice(data["notice"]) if "notice" in data else None,
        retention=data.get("retention", ""),
    )


def _notice(data: Document) -> NoticeRule:
    return NoticeRule(data["title"], data.get("body", ""), _term(data), data["closes"], data.get("objections", ""))


def _body(data: Document) -> Body:
    return Body(_BODIES[data["by"]](data), data["passed"], data["failed"])


def _panel(data: Document) -> Panel:
    scheme = data["scheme"]
    dimensions = scheme["dimensions"]
    return Panel(
        rule=PanelRule(data["size"], dict(data.get("specialities", {})), data.get("per_employer", 1)),
        scheme=Scheme(
            tuple(
                Dimension(one["key"], Decimal(one["weight"]), Decimal(one.get("most", HUNDRED))) for one in dimensions
            ),
            scheme.get("aggregate", "mean"),
            Decimal(scheme.get("passes_from", 60)),
        ),
        titles={one["key"]: one["title"] for one in dimensions},
        blind=data.get("blind", True),
    )


def _dimension(data: Document) -> Dimension:
    return Dimension(data["key"], Decimal(data["weight"]), Decimal(data.get("most", HUNDRED)))


def _vote(data: Document, mode: str) -> VoteRule:
    return VoteRule(mode, Fraction(data.get("share", "1/2")), data.get("strict", False))


def _signing(data: Document) -> Signing:
    weights = {role: Decimal(weight) for role, weight in data.get("weights", {}).items()}
    return Signing(_texts(data, "roles"), _vote(data, data.get("mode", "all")), weights)


def _meeting(data: Document) -> Meeting:
    quorum = Fraction(data.get("quorum", "1/2"))
    return Meeting(_texts(data, "roles"), quorum, _vote(data, "ratio"), data.get("minutes", ""))


_BODIES: Mapping[str, Callable[[Document], Panel | Signing | Meeting]] = {
    "panel": _panel,
    "sign": _signing,
    "meeting": _meeting,
}


def _call(data: str | Document) -> Call:
    if isinstance(data, str):
        return Call(data)
    params = {key: value for key, value in data.items() if key not in ("name", "params")}
    return Call(data["name"], {**params, **data.get("params", {})})


def _message(data: Document) -> Message:
    channels = _texts(data, "channels") or USUAL_CHANNELS
    return Message(data["to"], data["title"], data.get("body", ""), _texts(data, "roles"), channels)


def _transition(data: Document) -> Transition:
    actor, target = data["actor"], data["to"]
    return Transition(
        key=data["key"],
        title=data["title"],
        public_title=data.get("public_title") or data["title"],
        sources=_texts(data, "from"),
        targets=(target,) if isinstance(target, str) else tuple(target),
        actor=ActorRule(_texts(actor, "roles"), actor["scope"], _texts(actor, "exclude")),
        guards=tuple(Guard(item["formula"], item["message"]) for item in data.get("guards", ())),
        requires=tuple(_call(item) for item in data.get("requires", ())),
        effects=tuple(_call(item) for item in data.get("effects", ())),
        notify=tuple(_message(item) for item in data.get("notify", ())),
        style=data.get("style", "primary"),
        confirm=data.get("confirm", ""),
        letter=data.get("letter", ""),
        recall=data.get("recall", False),
    )
