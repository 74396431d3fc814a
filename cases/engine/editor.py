"""Between the document of a case type and the values of the editor in the admin; see docs/concepts/case-types.md.

`document_of(editor_of(document))` is the document itself, but that calls and numbers are spelled in their shortest
way and that an entry which says nothing is left out: `plain_document` is that spelling.
"""

from collections.abc import Mapping
from typing import Any

from cases.engine.inputs import (
    FLAG,
    FLAG_SET,
    KEYS,
    NUMBER,
    NUMBERS,
    SHARE,
    TARGETS,
    TEXT,
    WORDS,
    Input,
    at_most_one,
    calls,
    entry,
    one_of,
    pairs,
    read_struct,
    rows,
    show_struct,
    stream,
)

# The cards of registered names: which parameters each asks for. What is not here can be named on the card "other".
REQUIREMENTS: Mapping[str, tuple[Input, ...]] = {
    "comment_required": (),
    "remarks_required": (),
    "sections_complete": (entry("sections", KEYS),),
    "documents_present": (entry("documents", KEYS),),
    "links_closed": (entry("kinds", WORDS),),
    "register_count": (entry("kind", TEXT), entry("at_least", NUMBER), entry("months", NUMBER)),
}
EFFECTS: Mapping[str, tuple[Input, ...]] = {
    "submission.return": (),
    "submission.accept": (),
    "submission.open_stages": (entry("stages", KEYS),),
    "register.fact": (entry("kind", TEXT), entry("of", TEXT), entry("months", NUMBER)),
    "case.open": (entry("case_type", TEXT), entry("link", TEXT), entry("of", TEXT)),
}

PHASE = (entry("title", TEXT), entry("key", TEXT), entry("public_title", TEXT))
DOCUMENT = (entry("title", TEXT), entry("key", TEXT), entry("party", TEXT), entry("signers", KEYS))
ESCALATION = (entry("after", NUMBER), entry("roles", KEYS))
DEADLINE = (
    entry("title", TEXT),
    entry("key", TEXT),
    entry("length", NUMBER),
    entry("unit", TEXT),
    entry("runs_in", KEYS),
    entry("pauses_in", KEYS),
    entry("remind", NUMBERS),
    entry("escalate", rows(*ESCALATION)),
    entry("on_expire", TEXT),
)

OUTCOMES = (entry("passed", TEXT), entry("failed", TEXT))
DIMENSION = (entry("title", TEXT), entry("key", TEXT), entry("weight", NUMBER), entry("most", NUMBER))
PANEL = (
    entry("size", NUMBER),
    entry("specialities", pairs("speciality", entry("count", NUMBER))),
    entry("per_employer", NUMBER),
    entry("blind", FLAG_SET),
    entry("dimensions", rows(*DIMENSION), "scheme", "dimensions"),
    entry("aggregate", TEXT, "scheme", "aggregate"),
    entry("passes_from", NUMBER, "scheme", "passes_from"),
    *OUTCOMES,
)
SIGN = (
    entry("roles", KEYS),
    entry("mode", TEXT),
    entry("share", SHARE),
    entry("strict", FLAG),
    entry("weights", pairs("role", entry("weight", NUMBER))),
    *OUTCOMES,
)
MEETING = (
    entry("roles", KEYS),
    entry("quorum", SHARE),
    entry("share", SHARE),
    entry("strict", FLAG),
    entry("minutes", TEXT),
    *OUTCOMES,
)
BODIES: Mapping[str, tuple[Input, ...]] = {"panel": PANEL, "sign": SIGN, "meeting": MEETING}
NOTICE = (
    entry("title", TEXT),
    entry("body", TEXT),
    entry("length", NUMBER),
    entry("unit", TEXT),
    entry("objections", TEXT),
    entry("closes", TEXT),
)
STATE = (
    entry("title", TEXT),
    entry("key", TEXT),
    entry("kind", TEXT),
    entry("phase", TEXT),
    entry("public_title", TEXT),
    entry("public_next", TEXT),
    entry("decides", one_of("by", BODIES)),
    entry("notice", at_most_one("notice", *NOTICE)),
    entry("sections_enterprise", KEYS, "sections", "enterprise"),
    entry("sections_provider", KEYS, "sections", "provider"),
    entry("sections_county", KEYS, "sections", "county"),
    entry("hidden", pairs("role", entry("sections", KEYS))),
    entry("assign", TEXT),
    entry("retention", TEXT),
)

GUARD = (entry("formula", TEXT), entry("message", TEXT))
MESSAGE = (entry("to", TEXT), entry("roles", KEYS), entry("title", TEXT), entry("body", TEXT), entry("channels", KEYS))
TRANSITION = (
    entry("title", TEXT),
    entry("key", TEXT),
    entry("from", KEYS),
    entry("to", TARGETS),
    entry("scope", TEXT, "actor", "scope"),
    entry("roles", KEYS, "actor", "roles"),
    entry("exclude", KEYS, "actor", "exclude"),
    entry("requires", calls(REQUIREMENTS)),
    entry("guards", rows(*GUARD)),
    entry("effects", calls(EFFECTS)),
    entry("notify", rows(*MESSAGE)),
    entry("letter", TEXT),
    entry("public_title", TEXT),
    entry("style", TEXT),
    entry("confirm", TEXT),
    entry("recall", FLAG),
)

# What the editor keeps as plain values and as streams, in the order of the document.
PLAIN = (
    entry("key", TEXT),
    entry("title", TEXT),
    entry("number_prefix", TEXT),
    entry("form", TEXT),
    entry("confidentiality", TEXT),
    entry("retention", TEXT),
    entry("opening_first", TEXT, "opening", "first"),
    entry("opening_again", TEXT, "opening", "again"),
    entry("opening_office", TEXT, "opening", "office"),
)
STREAMS = (
    entry("phases", stream("phase", *PHASE)),
    entry("documents", stream("document", *DOCUMENT)),
    entry("deadlines", stream("deadline", *DEADLINE)),
    entry("states", stream("state", *STATE)),
    entry("transitions", stream("transition", *TRANSITION)),
)
# A case type without any of these is still written with an empty list: their absence has another name.
ALWAYS = ("states", "transitions")


def editor_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the editor's inputs for a document without faults of shape."""
    return show_struct((*PLAIN, *STREAMS), document, "")


def document_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document that the editor's inputs spell, however unfinished they are."""
    document = read_struct((*PLAIN, *STREAMS), values)
    return {**document, **{name: document.get(name, []) for name in ALWAYS}}


def plain_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document as the editor spells it."""
    return document_of(editor_of(document))
