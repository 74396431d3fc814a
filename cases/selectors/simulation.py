"""A case type run on paper: who would act, by which day at the latest, and what past cases would meet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from cases.engine.deadlines import Reason, Term, due_day
from cases.engine.definition import Definition, Panel, State
from cases.engine.migration import Taken
from cases.engine.panel import PanelShort, seats
from cases.engine.simulation import Leg, Route, never_taken, routes, strangers
from cases.models import Case, CaseEvent, Expert
from cases.services.panel_draw import candidate_of
from cms.accounts import facade as people
from cms.accounts.models import Role, User
from cms.core.reference.facade import CalendarUnknown, work_calendar

PAST_CASES = 200
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A leg of a way in words: who takes it, by which day at the latest, and what stands against it."""

    title: str
    source: State
    target: State
    roles: tuple[str, ...]
    system: bool
    day: dt.date | None
    term: str
    reasons: tuple[Reason, ...]
    unknown_year: int | None
    unstaffed: tuple[str, ...]
    short: PanelShort | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the procedure."""

    steps: tuple[Step, ...]
    ends: State
    days: int | None

    @property
    def troubled(self) -> bool:
        """Say whether something stands against one of its steps."""
        return any(one.unstaffed or one.short or one.unknown_year for one in self.steps)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What running the case type on paper has shown."""

    start: dt.date
    ways: tuple[Way, ...]
    steps: int
    dead: tuple[Leg, ...]
    fits: int
    strange: tuple[tuple[str, str], ...]


def simulation(definition: Definition, user: User, start: dt.date) -> Simulation:
    """Return what happens to cases of `definition` that begin on `start`, and to those past ones that `user` sees."""
    walker = _Walker(definition, start)
    found = routes(definition)
    fits, strange = strangers(definition, _histories(definition.key, user))
    return Simulation(
        start=start,
        ways=tuple(walker.way(route) for route in found if route),
        steps=len({leg.step for route in found for leg in route}),
        dead=tuple(never_taken(definition)),
        fits=len(fits),
        strange=tuple((number, step.key) for number, step in strange),
    )


def _histories(case_type: str, user: User) -> Mapping[str, list[Taken]]:
    """Return the steps of the past cases of this kind that `user` may see, the newest cases."""
    ended = Case.objects.visible_to(user).filter(version__case_type__key=case_type, closed_at__isnull=False)
    numbers = list(ended.order_by("-closed_at").values_list("number", flat=True)[:PAST_CASES])
    histories: dict[str, list[Taken]] = {number: [] for number in numbers}
    events = CaseEvent.objects.filter(case_number__in=numbers).exclude(transition__startswith="$").order_by("seq")
    for number, *step in events.values_list("case_number", "from_state", "transition", "to_state"):
        histories[number].append(Taken(*step))
    return histories


class _Walker:
    """Walks the ways of one case type with what is asked of the world asked once."""

    def __init__(self, definition: Definition, start: dt.date) -> None:
        self.definition = definition
        self.start = start
        self.calendar = work_calendar()
        self.role_names = dict(Role.objects.values_list("key", "name"))
        self._unstaffed: dict[frozenset[str], tuple[str, ...]] = {}
        self._pool: list[Expert] | None = None

    def way(self, route: Route) -> Way:
        """Return a way with the days on which it would stand where, if everybody took their whole time."""
        day: dt.date | None = self.start
        steps = []
        for number, leg in enumerate(route):
            step = self._step(leg, day, self._term(route, number))
            steps.append(step)
            day = step.day
        ends = self.definition.state(route[-1].target)
        timed = any(one.term for one in steps)
        return Way(tuple(steps), ends, (day - self.start).days if day and timed else None)

    def _term(self, route: Route, number: int) -> tuple[str, Term, dt.timedelta] | None:
        """Return the term that ends with a leg, what it is called, and how long after its last day the leg is taken."""
        state = self.definition.state(route[number].source)
        if state.notice is not None:
            return state.notice.title, state.notice.term, DAY
        for rule in self.definition.deadlines:
            if state.key in rule.runs_in and route[number].target not in (*rule.runs_in, *rule.pauses_in):
                expires = route[number].transition.key == rule.on_expire
                return rule.title, rule.term, DAY if expires else dt.timedelta(0)
        return None

    def _step(self, leg: Leg, day: dt.date | None, term: tuple[str, Term, dt.timedelta] | None) -> Step:
        rule = leg.transition.actor
        title = ""
        reasons: tuple[Reason, ...] = ()
        unknown: int | None = None
        if term is not None and day is not None:
            title = term[0]
            try:
                due = due_day(day, term[1], self.calendar)
            except CalendarUnknown as error:
                day, unknown = None, error.year
            else:
                day, reasons = (due.day + term[2] if due.day else None), due.reasons
        return Step(
            title=leg.transition.title,
            source=self.definition.state(leg.source),
            target=self.definition.state(leg.target),
            roles=tuple(self.role_names.get(role, role) for role in rule.roles),
            system=rule.scope == "system",
            day=day,
            term=title,
            reasons=reasons,
            unknown_year=unknown,
            unstaffed=self._missing(rule.roles) if rule.scope == "own_region" else (),
            short=self._short(self.definition.state(leg.source)),
        )

    def _missing(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        key = frozenset(roles)
        if key not in self._unstaffed:
            self._unstaffed[key] = tuple(people.counties_without(key))
        return self._unstaffed[key]

    def _short(self, state: State) -> PanelShort | None:
        """Return what keeps the pool of today from filling the panel of a state; None if nothing does."""
        if state.decides is None or not isinstance(state.decides.kind, Panel):
            return None
        if self._pool is None:
            today = Expert.objects.in_office(self.start)
            barred = Expert.objects.barred(self.start).values("pk")
            self._pool = list(today.exclude(pk__in=barred).prefetch_related("specialities"))
        try:
            seats([candidate_of(one) for one in self._pool], state.decides.kind.rule, "simulation")
        except PanelShort as short:
            return short
        return None
