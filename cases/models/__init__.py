"""One concept per file; import them from here."""

from cases.models.access import CaseAccess, CaseReadLog
from cases.models.anchor import AnchoredHead, AuditAnchor
from cases.models.case import Case
from cases.models.case_type import CaseType, CaseTypeVersion
from cases.models.case_type_definition import CaseTypeDefinition
from cases.models.deadline import CaseDeadline, CaseTimer
from cases.models.event import CaseEvent
from cases.models.expert import Expert, Speciality
from cases.models.grant import CaseGroupObjectPermission, CaseUserObjectPermission
from cases.models.link import CaseLink
from cases.models.meeting import Meeting
from cases.models.migration_run import MigrationResult, MigrationRun
from cases.models.notice import PublicNotice
from cases.models.task import CaseTask
from cases.models.webhook import WebhookEndpoint, WebhookSecret

__all__ = [
    "AnchoredHead",
    "AuditAnchor",
    "Case",
    "CaseAccess",
    "CaseDeadline",
    "CaseEvent",
    "CaseGroupObjectPermission",
    "CaseLink",
    "CaseReadLog",
    "CaseTask",
    "CaseTimer",
    "CaseType",
    "CaseTypeDefinition",
    "CaseTypeVersion",
    "CaseUserObjectPermission",
    "Expert",
    "Meeting",
    "MigrationResult",
    "MigrationRun",
    "PublicNotice",
    "Speciality",
    "WebhookEndpoint",
    "WebhookSecret",
]
