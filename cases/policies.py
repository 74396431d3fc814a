"""May this person do this to this case: the actor rule of a transition, judged for one case."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.engine.definition import ActorRule, DeadlineRule, Definition
from cases.models import Case
from cms.accounts.facade import ActingRole, acting_roles
from cms.accounts.models import User


def _in_scope(role: ActingRole, scope: str, case: Case) -> bool:
    if scope == "own_region":
        return case.region.path.startswith(role.region_path)
    if scope == "provider":
        return case.provider_id is not None and role.organisation_id == case.provider_id
    return scope == "applicant" and role.organisation_id == case.applicant_id


@dataclass(frozen=True, slots=True)
class Hands:
    """Through whose hands a case has gone: who opened or handed it in, who took its last step, who are its parties'.

    Whoever was stood in for is among them, beside the person who acted.
    """

    initiators: frozenset[int] = frozenset()
    previous: frozenset[int] = frozenset()
    of_parties: frozenset[int] = frozenset()


NOBODY = Hands()


@dataclass(frozen=True, slots=True)
class Verdict:
    """In which role somebody may act; without one, `barred` names the exclusion that alone stands in the way."""

    role: ActingRole | None
    barred: str = ""


def judge(rule: ActorRule, case: Case, actor: User | None, hands: Hands) -> Verdict:
    """Say in which role `actor` may act on `case`, which has gone through `hands`.

    Being a superuser is no role: whoever acts, acts for an organisation, and the event names it. Four eyes are those
    of four people: neither who acts nor whom they stand in for may be excluded.
    """
    barred = ""
    for role in _fitting(rule, case, actor):
        bar = _bar(rule, hands, {actor.pk if actor else 0, role.on_behalf_of_id})
        if not bar:
            return Verdict(role)
        barred = barred or bar
    return Verdict(None, barred)


def _fitting(rule: ActorRule, case: Case, actor: User | None) -> Iterator[ActingRole]:
    if actor is None or rule.scope == "system":
        return
    for role in acting_roles(actor):
        if role.role in rule.roles and _in_scope(role, rule.scope, case):
            yield role


def _bar(rule: ActorRule, hands: Hands, people: set[int | None]) -> str:
    excluded = {"initiator": hands.initiators, "previous_actor": hands.previous, "same_org": hands.of_parties}
    return next((one for one in rule.exclude if people & excluded[one]), "")


def acting_role(actor: User, organisation_id: int | None) -> ActingRole | None:
    """Return a role of `actor` in an organisation: one's own before one in which they stand in for somebody."""
    return next((role for role in acting_roles(actor) if role.organisation_id == organisation_id), None)


def stands_for(user: User) -> frozenset[int]:
    """Return the ids of the person and of those for whom they stand in today: whose tasks are theirs to do."""
    return frozenset({user.pk, *(role.on_behalf_of_id for role in acting_roles(user) if role.on_behalf_of_id)})


def handles_as(definition: Definition, case: Case, actor: User) -> ActingRole | None:
    """Return the role in which `actor` does the office's work on the case as it stands, or None."""
    steps = (one for one in definition.leaving(case.state) if one.actor.scope == "own_region")
    return next((role for one in steps for role in _fitting(one.actor, case, actor)), None)


def urges_as(case: Case, actor: User) -> ActingRole | None:
    """Return the role in which `actor` may remind others of a case: of a party to it, or of an office over it."""
    parties = {case.applicant_id, case.provider_id}
    return next(
        (
            role
            for role in acting_roles(actor)
            if role.organisation_id in parties
            or (role.reads_region_cases and case.region.path.startswith(role.region_path))
        ),
        None,
    )


def arranges_as(case: Case, actor: User) -> ActingRole | None:
    """Return the role in which `actor` may arrange the body of `case`: an office's, in whose region the case lies."""
    parties = (case.applicant_id, case.provider_id)
    for role in acting_roles(actor):
        here = case.region.path.startswith(role.region_path) and role.organisation_id not in parties
        if role.reads_region_cases and role.kind == "bureau" and here:
            return role
    return None


def fillable_sections(sections_by_party: dict[str, tuple[str, ...]], case: Case, actor: User) -> dict[str, str]:
    """Return {section key: party} of the sections that `actor` may fill in on `case`, given those of its state."""
    parties = set()
    for role in acting_roles(actor):
        if role.organisation_id == case.applicant_id:
            parties.add("enterprise")
        if case.provider_id is not None and role.organisation_id == case.provider_id:
            parties.add("provider")
        if role.reads_region_cases and role.kind == "bureau" and case.region_id == role.region_id:
            parties.add("county")
    return {key: party for party, keys in sections_by_party.items() if party in parties for key in keys}


def keeps_time(definition: Definition, rule: DeadlineRule, case: Case, actor: User | None) -> ActingRole | None:
    """Return the role in which `actor` may pause, resume or extend a deadline: that of an office which acts there.

    None for everybody else.
    """
    roles = {
        role
        for state in (*rule.runs_in, *rule.pauses_in)
        for transition in definition.leaving(state)
        if transition.actor.scope == "own_region"
        for role in transition.actor.roles
    }
    return judge(ActorRule(tuple(sorted(roles)), "own_region"), case, actor, NOBODY).role


def grants_as(case: Case, actor: User | None, permission: str) -> ActingRole | None:
    """Return the role of an office over the case in which `actor` decides who may see it, or None.

    The permission comes with a role (roles.yaml); being a superuser gives it, but no office to act for.
    """
    if actor is None or not actor.has_perm(permission):
        return None
    return next(
        (
            role
            for role in acting_roles(actor)
            if role.kind == "bureau" and case.region.path.startswith(role.region_path)
        ),
        None,
    )
