"""The compiled case type: what a CaseTypeVersion's `definition` says, as frozen dataclasses. Pure Python, no Django.

docs/concepts/case-types.md is the reference of the document; `reading.py` makes a Definition of it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cases.engine.deadlines import Term
from cases.engine.panel import PanelRule
from cases.engine.scoring import Scheme, VoteRule

STATE_KINDS = ("start", "work", "pause", "notice", "final")
SCOPES = ("own_region", "applicant", "provider", "system")
PARTIES = ("enterprise", "provider", "county")
AUDIENCES = ("applicant", "provider", "reviewers")
CHANNELS = ("site", "mail", "sms")
USUAL_CHANNELS = ("site", "mail")
STYLES = ("primary", "secondary", "danger")
EXCLUSIONS = ("initiator", "previous_actor", "same_org")
ASSIGNMENTS = ("pool", "load", "round_robin")
LEVELS = ("public", "internal", "confidential")
# Years for which a closed case is kept, None for ever.
RETENTION = {"permanent": None, "thirty": 30, "ten": 10}
# In place of a state's key: the state from which the case came to where it stands.
ORIGIN = "$origin"


class UnknownTransition(LookupError):
    """The state has no transition with this key."""


class UnknownTarget(ValueError):
    """The transition does not lead to the state that was chosen, or a choice was not made."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the procedure, for the applicant's progress and for reports."""

    key: str
    title: str
    public_title: str


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A document that a case may need: `party` uploads it, `signers` sign this very version of it."""

    key: str
    title: str
    party: str = "enterprise"
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told so many working days after the last day."""

    after: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A term that runs while the case stands in one of `runs_in` and stands still in `pauses_in`."""

    key: str
    title: str
    term: Term
    runs_in: tuple[str, ...]
    pauses_in: tuple[str, ...] = ()
    remind: tuple[int, ...] = ()
    escalate: tuple[Escalation, ...] = ()
    on_expire: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Experts drawn by lot who score on sheets that nobody else reads before their own is sealed, if `blind`."""

    rule: PanelRule
    scheme: Scheme
    titles: Mapping[str, str]
    blind: bool = True


@dataclass(frozen=True, slots=True)
class Signing:
    """会签 or 或签: everybody who holds one of `roles` where the case is has a vote, of the weight of their role."""

    roles: tuple[str, ...]
    rule: VoteRule
    weights: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting whose votes and minutes somebody of `roles` records. `quorum` is the share of the invited."""

    roles: tuple[str, ...]
    quorum: Any
    rule: VoteRule
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that decides in a state: the system takes `passed` or `failed` when it has."""

    kind: Panel | Signing | Meeting
    passed: str
    failed: str


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A public notice that stands for a term; `closes` is the system's transition at its end."""

    title: str
    body: str
    term: Term
    closes: str
    objections: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case may stand. `title` is the office's word, `public_title` the applicant's.

    `sections` says which sections of the form each party may fill while the case stands here: {party: (key, …)},
    `hidden` which ones a role does not see: {role: (key, …)}. `public_next` tells the applicant what comes next, where
    the words for all states of the kind do not fit.
    """

    key: str
    title: str
    public_title: str
    kind: str
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public_next: str = ""
    phase: str = ""
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assign: str = "pool"
    decides: Body | None = None
    notice: NoticeRule | None = None
    retention: str = ""


@dataclass(frozen=True, slots=True)
class ActorRule:
    """Who may act: one of `roles`, held where `scope` says, and not who is excluded; the system for its own scope."""

    roles: tuple[str, ...]
    scope: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A registered requirement or effect by name, with its parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guard:
    """A formula that must be true for the transition, and what to say where it is not."""

    formula: str
    message: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told to whom, and by which ways, after a transition; `roles` narrows whom."""

    to: str
    title: str
    body: str
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = USUAL_CHANNELS


@dataclass(frozen=True, slots=True)
class Transition:
    """A step between two states: who may take it, what must be there, what follows, who is told.

    More than one target is a choice of whoever takes the step; ORIGIN among them is where the case came from.
    """

    key: str
    title: str
    public_title: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    actor: ActorRule
    guards: tuple[Guard, ...] = ()
    requires: tuple[Call, ...] = ()
    effects: tuple[Call, ...] = ()
    notify: tuple[Message, ...] = ()
    style: str = "primary"
    confirm: str = ""
    letter: str = ""
    recall: bool = False

    def needs(self, requirement: str) -> bool:
        """Say whether the transition asks for this requirement."""
        return any(call.name == requirement for call in self.requires)

    def target(self, origin: str, chosen: str = "") -> str:
        """Return the state to which the step leads: the only one, or the one that was chosen.

        `origin` is the state from which the case came to where it stands. Raises UnknownTarget.
        """
        open_to = tuple(dict.fromkeys(origin if one == ORIGIN else one for one in self.targets))
        if chosen and chosen not in open_to:
            raise UnknownTarget(chosen)
        if not chosen and len(open_to) != 1:
            raise UnknownTarget("")
        return chosen or open_to[0]


@dataclass(frozen=True, slots=True)
class Opening:
    """Which transition a round of the form takes: the one that opens the case, a correction, an office's section."""

    first: str = ""
    again: str = ""
    office: str = ""


@dataclass(frozen=True)
class Definition:
    """A whole case type version."""

    key: str
    title: str
    number_prefix: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    opening: Opening = Opening()
    form: str = ""
    confidentiality: str = "internal"
    retention: str = "ten"
    phases: tuple[Phase, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()

    @cached_property
    def form_steps(self) -> frozenset[str]:
        """Return the transitions that only a handed-in form takes.

        Nobody has a button for them, or a case would move without the answers that the step stands for.
        """
        return frozenset((self.opening.first, self.opening.again, self.opening.office)) - {""}

    @property
    def initial(self) -> State:
        """Return the state in which a case is opened."""
        return next(state for state in self.states if state.kind == "start")

    @cached_property
    def _by_key(self) -> Mapping[str, State]:
        return {state.key: state for state in self.states}

    def state(self, key: str) -> State:
        """Return the state with this key; KeyError if the version has none."""
        return self._by_key[key]

    def leaving(self, state: str) -> Iterator[Transition]:
        """Yield the transitions that leave a state, in order."""
        return (one for one in self.transitions if state in one.sources)

    def leads_to(self, transition: Transition, source: str) -> frozenset[str]:
        """Return the states to which a transition may lead from one of its sources."""
        if ORIGIN not in transition.targets:
            return frozenset(transition.targets)
        into = {one for item in self.transitions if source in item.targets for one in item.sources}
        return frozenset(transition.targets) - {ORIGIN} | into

    def is_detour(self, state: State) -> bool:
        """Say whether a pause leads only back to where it came from, as a return for correction does."""
        into = {one for item in self.transitions if state.key in item.targets for one in item.sources}
        out = {one for item in self.leaving(state.key) for one in self.leads_to(item, state.key)}
        return state.kind == "pause" and out <= into


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
    return tuple(one for one in definition.leaving(state) if held.intersection(one.actor.roles))
