"""The words of the faults that a case type may have."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

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
    "unknown_placeholder": _("Messages have no placeholder “%(name)s”."),
    "unknown_state": _("There is no state “%(state)s”."),
    "unknown_style": _("There is no button style “%(style)s”."),
    "unreachable_state": _("No transition leads to the state “%(state)s”."),
    "dead_end": _("The state “%(state)s” is not final, yet nothing leads out of it."),
    "unknown_transition": _("There is no transition “%(transition)s”."),
    "opening_not_from_start": _("The transition “%(transition)s” does not leave the start state."),
}


def fault_message(fault: Fault) -> str:
    """Return what is wrong, in the language of the reader."""
    return str(MESSAGES[fault.code]) % fault.params
