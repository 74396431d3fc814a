"""The words of the faults that a case type may have."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.engine.migration import Outcome
from cases.engine.shape import Fault

MESSAGES: Mapping[str, object] = {
    "missing_key": _("The entry “%(key)s” is missing."),
    "unknown_key": _("The entry “%(key)s” is not known."),
    "wrong_kind": _("The entry “%(key)s” has the wrong kind of value."),
    "duplicate_key": _("The key “%(key)s” is used twice."),
    "one_start_state": _("A case type has exactly one state of the kind “start”; this one has %(count)s."),
    "unknown_kind": _("There is no kind of state “%(kind)s”."),
    "unknown_party": _("There is no party “%(party)s”."),
    "unknown_scope": _("There is no scope “%(scope)s” for an actor."),
    "unknown_role": _("There is no role “%(role)s”."),
    "no_actor": _("Nobody may take the transition “%(transition)s”: it names no role."),
    "unknown_requirement": _("There is no requirement “%(name)s”."),
    "unknown_effect": _("There is no effect “%(name)s”."),
    "no_stage": _("The effect “%(name)s” names no stage of the form to open."),
    "unknown_stage": _("There is no stage “%(stage)s” of a form."),
    "unknown_audience": _("Messages cannot be addressed to “%(audience)s”."),
    "unknown_channel": _("Messages cannot be sent by “%(channel)s”."),
    "unknown_placeholder": _("Messages have no placeholder “%(name)s”."),
    "unknown_state": _("There is no state “%(state)s”."),
    "unknown_style": _("There is no button style “%(style)s”."),
    "unreachable_state": _("No transition leads to the state “%(state)s”."),
    "dead_end": _("The state “%(state)s” is not final, yet nothing leads out of it."),
    "unknown_transition": _("There is no transition “%(transition)s”."),
    "never_ends": _("No end can be reached from the state “%(state)s”."),
    "unknown_level": _("There is no level of confidentiality “%(level)s”."),
    "unknown_retention": _("There is no retention class “%(retention)s”."),
    "unknown_phase": _("There is no phase “%(phase)s”."),
    "unknown_assignment": _("Work cannot be assigned by “%(assign)s”."),
    "unknown_section": _("The form has no section “%(section)s”."),
    "unknown_document": _("The case type has no document “%(document)s”."),
    "unknown_letter": _("There is no letter “%(letter)s”."),
    "unknown_exclusion": _("“%(exclusion)s” is not somebody who can be excluded."),
    "unknown_speciality": _("There is no speciality of experts “%(speciality)s”."),
    "unknown_case_type": _("There is no case type “%(case_type)s”."),
    "effect_lacks": _("The effect “%(name)s” lacks “%(key)s”."),
    "unknown_unit": _("There is no unit of a term “%(unit)s”."),
    "unknown_vote_mode": _("Votes cannot decide by “%(mode)s”."),
    "notice_and_kind": _("The state “%(state)s” has a public notice exactly if its kind is “notice”."),
    "nobody_chooses": _("The transition “%(transition)s” leads to several states, but nobody is there to choose one."),
    "no_actor_there": _("Nobody holds a role for “%(transition)s” in: %(counties)s."),
    "wrong_formula": _("%(message)s"),
    "recall_of_effects": _("The transition “%(transition)s” has effects or a letter, so it cannot be taken back."),
    "no_such_step": _("No transition “%(transition)s” leaves the state “%(state)s”."),
    "not_the_systems": _("The transition “%(transition)s” is taken by the system, but its scope is another."),
    "panel_too_small": _("A panel has at least five members."),
    "panel_even": _("A panel has an odd number of members."),
    "panel_more_specialities_than_seats": _("The specialities ask for more members than the panel has."),
    "panel_no_employer_limit": _("At least one member may come from each employer."),
    "scheme_weights": _("The weights of the dimensions are not 100 together."),
    "scheme_aggregate": _("The scores cannot be put together in this way."),
    "scheme_duplicate": _("A dimension is named twice."),
    "scheme_scale": _("Weights and highest scores are more than 0."),
    "no_seat": _("No role is named."),
    "term_length": _("A term of %(length)s is not possible."),
    "deadline_never_runs": _("The deadline “%(deadline)s” names no state in which it runs."),
    "runs_and_pauses": _("The deadline both runs and pauses in the state “%(state)s”."),
    "opening_not_from_start": _("The transition “%(transition)s” does not leave the start state."),
}


STAYS: Mapping[str, object] = {
    "no_place": _("The state “%(param)s” has no place in the other version."),
    "other_body": _("In the state “%(param)s” a body decides by other rules there."),
    "other_meaning": _("The completed step “%(param)s” is missing there or means something else."),
}


def stay_message(outcome: Outcome) -> str:
    """Return why a case stays in its version, in the language of the reader."""
    return str(STAYS[outcome.code]) % {"param": outcome.param}


def fault_message(fault: Fault) -> str:
    """Return what is wrong, in the language of the reader."""
    return str(MESSAGES[fault.code]) % fault.params
