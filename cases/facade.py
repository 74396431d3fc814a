"""The one door of this room."""

from cases.errors import (
    CaseError,
    CaseNotFound,
    CaseTypeInvalid,
    CaseTypeUnknown,
    EffectRefused,
    KeyReused,
    NotPermitted,
    RequirementMissing,
    StaleRevision,
    TransitionNotAllowed,
)
from cases.selectors.actions import Action, available_actions, sections_open_to, state_kind, state_title
from cases.selectors.desk import waiting_count, works_at_desk
from cases.selectors.own import own_cases
from cases.selectors.reviews import EXPERT as EXPERT_ROLE
from cases.selectors.reviews import waiting_reviews
from cases.selectors.timeline import TimelineEntry, timeline
from cases.selectors.visibility import visible_to
from cases.services.case_type_import import case_type_definition_load
from cases.services.case_type_load import CaseTypeFault, CaseTypeLoad, case_type_faults, case_type_load
from cases.services.experts_load import experts_load
from cases.services.log_read import log_read
from cases.services.perform import PerformResult, perform

__all__ = [
    "EXPERT_ROLE",
    "Action",
    "CaseError",
    "CaseNotFound",
    "CaseTypeFault",
    "CaseTypeInvalid",
    "CaseTypeLoad",
    "CaseTypeUnknown",
    "EffectRefused",
    "KeyReused",
    "NotPermitted",
    "PerformResult",
    "RequirementMissing",
    "StaleRevision",
    "TimelineEntry",
    "TransitionNotAllowed",
    "available_actions",
    "case_type_definition_load",
    "case_type_faults",
    "case_type_load",
    "experts_load",
    "log_read",
    "own_cases",
    "perform",
    "sections_open_to",
    "state_kind",
    "state_title",
    "timeline",
    "visible_to",
    "waiting_count",
    "waiting_reviews",
    "works_at_desk",
]
