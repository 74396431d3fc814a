"""The compiled case type: what a CaseTypeVersion's `definition` says, as frozen dataclasses. Pure Python, no Django.

The JSON document (and the YAML file of a programme, which is the same document) reads:

    key: enterprise-sheet           title: 改造信息表审核        number_prefix: XXB
    opening: {first: submit, again: resubmit, office: evaluate}     # what a round of the form performs, see Opening
    states:      [{key, title, public_title, kind: start|work|pause|final, public_next,
                   sections: {county: [evaluation]}}]
    transitions: [{key, title, public_title, from: [state], to: state, style, confirm,
                   actor: {roles: [county_reviewer], scope: own_region|applicant|system},
                   requires: [comment_required, remarks_required, {name: sections_complete, sections: [evaluation]}],
                   effects: [{name: submission.return, params: {}}],
                   notify: [{to: applicant|reviewers, roles: [...], title: "…", body: "…"}]}]
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

STATE_KINDS = ("start", "work", "pause", "final")
SCOPES = ("own_region", "applicant", "system")
PARTIES = ("enterprise", "provider", "county")
AUDIENCES = ("applicant", "reviewers")
STYLES = ("primary", "secondary", "danger")


class UnknownTransition(LookupError):
    """The state has no transition with this key."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case may stand. `title` is the office's word, `public_title` the applicant's.

    `sections` says which sections of the form each party may fill while the case stands here: {party: (key, …)}.
    `public_next` tells the applicant what comes next, where the words for all states of the kind do not fit.
    """

    key: str
    title: str
    public_title: str
    kind: str
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public_next: str = ""


@dataclass(frozen=True, slots=True)
class ActorRule:
    """Who may act: one of `roles`, held where `scope` says; nobody but the system for the scope `system`."""

    roles: tuple[str, ...]
    scope: str


@dataclass(frozen=True, slots=True)
class Call:
    """A registered requirement or effect by name, with its parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """What is told to whom after a transition; `roles` narrows the reviewers. Templates with named placeholders."""

    to: str
    title: str
    body: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """A step between two states: who may take it, what must be there, what follows, who is told."""

    key: str
    title: str
    public_title: str
    sources: tuple[str, ...]
    target: str
    actor: ActorRule
    requires: tuple[Call, ...] = ()
    effects: tuple[Call, ...] = ()
    notify: tuple[Message, ...] = ()
    style: str = "primary"
    confirm: str = ""

    def needs(self, requirement: str) -> bool:
        """Say whether the transition asks for this requirement."""
        return any(call.name == requirement for call in self.requires)


@dataclass(frozen=True, slots=True)
class Opening:
    """Which transition a round of the form takes: the one that opens the case, a correction, an office's section."""

    first: str = ""
    again: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole case type version."""

    key: str
    title: str
    number_prefix: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    opening: Opening = Opening()

    @property
    def form_steps(self) -> frozenset[str]:
        """Return the transitions that only a handed-in form takes.

        Nobody has a button for them, or a case would move without the answers that the step stands for.
        """
        return frozenset((self.opening.first, self.opening.again, self.opening.office)) - {""}

    @property
    def initial(self) -> State:
        """Return the state in which a case is opened."""
        return next(state for state in self.states if state.kind == "start")

    def state(self, key: str) -> State:
        """Return the state with this key; KeyError if the version has none."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def is_detour(self, state: State) -> bool:
        """Say whether a pause leads only back to where it came from, as a return for correction does."""
        into = {one for item in self.transitions if item.target == state.key for one in item.sources}
        out = {item.target for item in self.transitions if state.key in item.sources}
        return state.kind == "pause" and out <= into


def _call(data: str | Mapping[str, Any]) -> Call:
    if isinstance(data, str):
        return Call(data)
    params = {key: value for key, value in data.items() if key not in ("name", "params")}
    return Call(data["name"], {**params, **data.get("params", {})})


def _message(data: Mapping[str, Any]) -> Message:
    return Message(data["to"], data["title"], data.get("body", ""), tuple(data.get("roles", ())))


def _state(data: Mapping[str, Any]) -> State:
    sections = {party: tuple(keys) for party, keys in data.get("sections", {}).items()}
    return State(
        key=data["key"],
        title=data["title"],
        public_title=data.get("public_title") or data["title"],
        kind=data["kind"],
        sections=sections,
        public_next=data.get("public_next", ""),
    )


def _transition(data: Mapping[str, Any]) -> Transition:
    actor = data["actor"]
    return Transition(
        key=data["key"],
        title=data["title"],
        public_title=data.get("public_title") or data["title"],
        sources=tuple(data["from"]),
        target=data["to"],
        actor=ActorRule(tuple(actor.get("roles", ())), actor["scope"]),
        requires=tuple(_call(item) for item in data.get("requires", ())),
        effects=tuple(_call(item) for item in data.get("effects", ())),
        notify=tuple(_message(item) for item in data.get("notify", ())),
        style=data.get("style", "primary"),
        confirm=data.get("confirm", ""),
    )


def definition_from_json(document: Mapping[str, Any]) -> Definition:
    """Return the definition that `document` spells; the document has passed `shape_faults`."""
    return Definition(
        key=document["key"],
        title=document["title"],
        number_prefix=document["number_prefix"],
        states=tuple(_state(item) for item in document["states"]),
        transitions=tuple(_transition(item) for item in document["transitions"]),
        opening=Opening(**document.get("opening", {})),
    )


def transition_for(definition: Definition, state: str, key: str) -> Transition:
    """Return the transition `key` out of `state`; UnknownTransition if the state has none."""
    for transition in definition.transitions:
        if transition.key == key and state in transition.sources:
            return transition
    raise UnknownTransition(key)


def allowed(definition: Definition, state: str, roles: Collection[str]) -> tuple[Transition, ...]:
    """Return the transitions out of `state` that somebody with one of `roles` may take, in order.

    Only roles are looked at; whether they are held in the right place is the policy's question.
    """
    held = set(roles)
    return tuple(
        transition
        for transition in definition.transitions
        if state in transition.sources and held.intersection(transition.actor.roles)
    )
