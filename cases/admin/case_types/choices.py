"""The closed lists that the editor offers, in the words of those who use it."""

from django.utils.translation import gettext_lazy as _

CONFIDENTIALITY = [
    ("public", _("public to everyone")),
    ("internal", _("internal")),
    ("confidential", _("confidential")),
]
RETENTION = [("permanent", _("kept permanently")), ("thirty", _("kept 30 years")), ("ten", _("kept 10 years"))]
PARTIES = [
    ("enterprise", _("the enterprise")),
    ("provider", _("the service provider")),
    ("county", _("the county office")),
]
UNITS = [("working_day", _("working days")), ("calendar_day", _("days of the calendar")), ("month", _("months"))]
KINDS = [
    ("start", _("start: being filled in")),
    ("work", _("work: the office handles it")),
    ("pause", _("pause: waiting for somebody outside")),
    ("notice", _("notice: on public display")),
    ("final", _("final: closed")),
]
ASSIGN = [
    ("pool", _("whoever may take it")),
    ("load", _("whoever has the fewest open")),
    ("round_robin", _("one after the other")),
]
STYLES = [
    ("primary", _("main button")),
    ("secondary", _("plain button")),
    ("danger", _("warning button")),
]
SCOPES = [
    ("own_region", _("offices of the region of the case")),
    ("applicant", _("the applicant's own people")),
    ("provider", _("the service provider's people")),
    ("system", _("the system by itself")),
]
EXCLUDED = [
    ("initiator", _("whoever opened the case")),
    ("previous_actor", _("whoever acted last")),
    ("same_org", _("people of the applicant's organisation")),
]
AUDIENCES = [
    ("applicant", _("message to the applicant")),
    ("provider", _("message to the service provider")),
    ("reviewers", _("message to the offices")),
]
CHANNELS = [("site", _("on this site")), ("mail", _("by e-mail")), ("sms", _("by text message"))]
ORGANISATIONS = [("applicant", _("the applicant's organisation")), ("provider", _("the provider's organisation"))]
MODES = [
    ("all", _("all must agree")),
    ("any", _("one is enough")),
    ("ratio", _("a share must agree")),
    ("weighted", _("a share by weight must agree")),
]
AGGREGATES = [
    ("mean", _("mean of all sheets")),
    ("drop_high_low", _("mean without the highest and the lowest")),
]
STAGES = [("before", _("content before the transformation")), ("after", _("content after the transformation"))]

CALL_TITLES = {
    "comment_required": _("A comment is written"),
    "remarks_required": _("At least one remark is made"),
    "sections_complete": _("Sections of the form are filled in"),
    "documents_present": _("Documents are there"),
    "links_closed": _("Linked cases are closed"),
    "register_count": _("The register has enough facts of a kind"),
    "submission.return": _("Give the form back for correction"),
    "submission.accept": _("Close the form"),
    "submission.open_stages": _("Open further content of the form"),
    "register.fact": _("Write a fact into the organisation's register"),
    "case.open": _("Open a case that follows from it"),
}


def call_title(name: str) -> str:
    """Return what people call a requirement or an effect."""
    return str(CALL_TITLES.get(name, name))


def titles() -> dict[str, str]:
    """Return the words of every closed list, for texts about a case type."""
    lists = (
        CONFIDENTIALITY,
        RETENTION,
        PARTIES,
        UNITS,
        KINDS,
        ASSIGN,
        STYLES,
        SCOPES,
        EXCLUDED,
        AUDIENCES,
        CHANNELS,
        MODES,
        AGGREGATES,
        STAGES,
    )
    return {key: str(title) for choices in lists for key, title in choices} | {
        name: str(title) for name, title in CALL_TITLES.items()
    }
