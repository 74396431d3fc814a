"""Every address that leads to somebody's object, and how to reach a foreign one. A new address must be entered here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.permission_walk.target import Target

Builder = Callable[[Target], Mapping[str, Any]]

# Namespaces that are walked: every room with objects of people and organisations, in portal, admin and API.
WALKED = (
    "accounts",
    "api-v1",
    "cases",
    "code_lists",
    "downloads",
    "experts",
    "forms_app",
    "join_requests",
    "memberships",
    "organisations",
    "outbox",
    "progress",
    "regions",
    "reviews",
    "roles",
    "rule_tables",
    "section_library",
    "specialities",
    "system_state",
    "verify",
    "wagtail_cases",
    "wagtail_submissions",
    "wagtailsnippets_cases_casetypedefinition",
    "wagtailsnippets_content_product",
    "wagtailsnippets_forms_app_formdefinition",
    "wagtailusers_users",
    "webhooks",
    "work_calendar",
)


@dataclass(frozen=True)
class Route:
    """A named address."""

    name: str
    parameters: frozenset[str]


def _walk(resolver: Any, namespaces: tuple[str, ...] = (), outer: frozenset[str] = frozenset()) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        found = outer | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, found)
        elif isinstance(pattern, URLPattern) and namespaces and namespaces[0] in WALKED:
            yield Route(f"{namespaces[0]}:{pattern.name}", frozenset(found))


def all_routes() -> list[Route]:
    """Return every address of the walked namespaces, from the resolver itself."""
    return sorted(set(_walk(get_resolver())), key=lambda route: (route.name, sorted(route.parameters)))


def _case(**more: Any) -> Builder:
    return lambda target: {"number": target.case.number, **more}


def _file(target: Target) -> dict[str, Any]:
    return {"number": target.case.number, "attachment_id": target.attachment.pk}


def _draft(**more: Any) -> Builder:
    return lambda target: {"draft_id": target.draft.pk, **more}


def _pk(attribute: str, **more: Any) -> Builder:
    return lambda target: {"pk": getattr(target, attribute).pk, **more}


def _generic(namespace: str, attribute: str, *names: str) -> dict[str, Builder]:
    return {f"{namespace}:{name}": _pk(attribute) for name in names}


GENERIC = ("edit", "delete", "history", "history_results", "usage")

# Addresses with an object: name → the arguments that lead to the foreign one.
OBJECTS: dict[str, Builder] = {
    "wagtail_cases:detail": _case(),
    "wagtail_cases:perform": _case(transition="accept"),
    "wagtail_cases:deadline": _case(key="review_term", act="extend"),
    "wagtail_cases:act": _case(act="claim"),
    "wagtail_cases:remark_add": _case(),
    "wagtail_cases:remark_remove": lambda target: {"number": target.case.number, "remark_id": target.remark.pk},
    "wagtail_cases:remark_settle": lambda target: {"number": target.case.number, "remark_id": target.remark.pk},
    "wagtail_cases:office_section": _case(section_id="s-office"),
    "wagtail_cases:file": _file,
    "wagtail_cases:file_preview": _file,
    "wagtail_cases:paper": _case(extension="docx"),
    "wagtail_cases:print": _case(),
    "wagtail_cases:compare": _case(),
    "wagtail_cases:changes": _case(),
    "wagtail_cases:access": _case(),
    "wagtail_cases:access_grant": _case(),
    "wagtail_cases:access_revoke": _case(access_id=1),
    "wagtail_cases:classify": _case(),
    "wagtail_cases:draw": _case(),
    "wagtail_cases:draws": _case(),
    "wagtail_cases:seat_add": _case(),
    "wagtail_cases:seat_drop": _case(seat_id=1),
    "wagtail_cases:vote": _case(seat_id=1),
    "wagtail_cases:meeting": _case(),
    "wagtail_cases:minutes": _case(),
    "cases:detail": _case(),
    "cases:compare": _case(),
    "cases:file": _file,
    "cases:paper": _case(extension="docx"),
    "reviews:detail": _case(),
    "reviews:declare": _case(),
    "reviews:recuse": _case(),
    "reviews:file": _file,
    "api-v1:read_case": _case(),
    "api-v1:read_events": _case(),
    "api-v1:take_transition": _case(key="accept"),
    **{
        f"downloads:{name}": lambda target: {"download_id": target.download.pk}
        for name in ("detail", "file", "delete", "again")
    },
    "forms_app:tasks": _draft(),
    "forms_app:resume": _draft(),
    "forms_app:step": _draft(step="basics"),
    "forms_app:co_fillers": _draft(),
    "forms_app:co_filler_withdraw": lambda target: {"draft_id": target.draft.pk, "co_filler_id": target.co_filler.pk},
    "forms_app:co_filler_invitation": lambda target: {"co_filler_id": target.co_filler.pk},
    "forms_app:check": _draft(),
    "forms_app:earlier": _draft(),
    "forms_app:presence": _draft(),
    "forms_app:audit": _draft(),
    "forms_app:changes": _draft(),
    "forms_app:explain": _draft(),
    "forms_app:audit_file": _draft(),
    "forms_app:submit": _draft(),
    "forms_app:rebase": _draft(),
    "forms_app:discard": _draft(),
    "forms_app:draft_paper": _draft(kind="docx"),
    "forms_app:upload": _draft(),
    "forms_app:workbook": _draft(),
    "forms_app:workbook_upload": _draft(),
    "forms_app:file_remove": lambda target: {"draft_id": target.draft.pk, "attachment_id": target.attachment.pk},
    "forms_app:file": lambda target: {"attachment_id": target.attachment.pk},
    "forms_app:file_preview": lambda target: {"attachment_id": target.attachment.pk},
    "forms_app:submission": lambda target: {"submission_id": target.submission.pk},
    "forms_app:answers_file": lambda target: {"submission_id": target.submission.pk},
    "forms_app:paper": lambda target: {"submission_id": target.submission.pk, "kind": "docx"},
    "accounts:members": _pk("organisation"),
    "accounts:withdraw": _pk("join_request"),
    "accounts:confirm_request": _pk("join_request"),
    "accounts:refuse_request": _pk("join_request"),
    "accounts:end_membership": _pk("membership"),
    "accounts:change_role": _pk("membership"),
    "accounts:open_notification": _pk("notification"),
    "accounts:delegation_end": _pk("delegation"),
    **_generic("organisations", "organisation", *GENERIC, "confirm", "refuse", "suspend", "resume"),
    **_generic("join_requests", "join_request", *GENERIC, "inspect", "confirm", "refuse"),
    **_generic("memberships", "membership", *GENERIC, "end"),
    **_generic("regions", "region", *GENERIC),
    **_generic("roles", "role", *GENERIC),
    **_generic("wagtailusers_users", "person", *GENERIC),
    **_generic("rule_tables", "rule_table", *GENERIC, "publish", "versions", "try", "export", "import"),
    "rule_tables:version": _pk("rule_table", number=1),
    **_generic("code_lists", "code_list", *GENERIC, "export", "import"),
    **_generic("experts", "expert", *GENERIC),
    **_generic("specialities", "speciality", *GENERIC),
    **_generic("webhooks", "webhook", *GENERIC, "secret", "try"),
    **_generic("section_library", "library_section", *GENERIC),
    "outbox:detail": _pk("message"),
    "work_calendar:year": lambda target: {"year": target.calendar_year.year},
    **_generic("wagtailsnippets_content_product", "product", *GENERIC, "copy", "unpublish"),
    **{
        f"wagtailsnippets_content_product:{name}": _pk("product", **more)
        for name, more in {
            "revisions_revert": {"revision_id": 1},
            "revisions_unschedule": {"revision_id": 1},
            "revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
        }.items()
    },
    **_generic(
        "wagtailsnippets_cases_casetypedefinition",
        "case_type",
        *GENERIC,
        "copy",
        "preview_on_edit",
        "unpublish",
        "lock",
        "unlock",
        "moves",
        "simulate",
        "versions",
        "diff",
        "export",
    ),
    **{
        f"wagtailsnippets_cases_casetypedefinition:{name}": _pk("case_type", **more)
        for name, more in {
            "revisions_view": {"revision_id": 1},
            "revisions_revert": {"revision_id": 1},
            "revisions_unschedule": {"revision_id": 1},
            "revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
            "move": {"run": 1},
            "version": {"number": 1},
            "version_print": {"number": 1},
            "version_yaml": {"number": 1},
        }.items()
    },
    **_generic(
        "wagtailsnippets_forms_app_formdefinition",
        "definition",
        *GENERIC,
        "copy",
        "preview_on_edit",
        "unpublish",
        "lock",
        "unlock",
        "workflow_history",
        "paper_template",
        "versions",
        "export_xlsform",
    ),
    **{
        f"wagtailsnippets_forms_app_formdefinition:{name}": _pk("definition", **more)
        for name, more in {
            "revisions_view": {"revision_id": 1},
            "revisions_revert": {"revision_id": 1},
            "revisions_unschedule": {"revision_id": 1},
            "revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
            "workflow_action": {"action_name": "approve", "task_state_id": 1},
            "collect_workflow_action_data": {"action_name": "approve", "task_state_id": 1},
            "workflow_history_detail": {"workflow_state_id": 1},
            "workflow_preview": {"task_id": 1},
            "version": {"number": 1},
            "trial": {},
            "diff": {},
            "trial_step": {"step": "basics"},
            "trial_files": {},
            "trial_file_remove": {"attachment_id": uuid4()},
        }.items()
    },
}

# Wagtail asks here only whether a publishing workflow would be cancelled; the answer names nothing, and a POST does
# nothing. It is walked for words and changes like the others.
OBJECTS_THAT_SAY_NOTHING: dict[str, Builder] = {
    "wagtailsnippets_forms_app_formdefinition:confirm_workflow_cancellation": _pk("definition"),
}

# Addresses without an object of somebody: lists and beginnings. They open, and must not name the foreign object.
PLAIN = {
    "accounts:channels",
    "accounts:delegations",
    "accounts:find",
    "accounts:join",
    "accounts:notifications",
    "accounts:organisations",
    "accounts:read_all",
    "accounts:register",
    "api-v1:api-root",
    "api-v1:list_cases",
    "api-v1:read_feed",
    "api-v1:openapi-json",
    "cases:index",
    "downloads:index",
    # Names of providers and of their published products, for whoever acts for an organisation.
    "forms_app:directory",
    "forms_app:index",
    "forms_app:signed_in",
    "forms_app:submissions_file",
    # The code of a published form is public; starting it makes a draft of one's own.
    "forms_app:start",
    "forms_app:workbook_blank",
    "reviews:index",
    "outbox:index",
    "outbox:index_results",
    "outbox:replay",
    # Says nothing without a number and the code that belongs to it.
    "progress:ask",
    "system_state:index",
    "verify:ask",
    # Public by its nature: whoever holds the paper learns that it is genuine, and a name with its middle hidden.
    "verify:code",
    "wagtail_cases:index",
    "wagtail_cases:index_results",
    "wagtail_cases:together",
    "wagtail_submissions:index",
    # The form is no secret to those who review; whose submissions it lists is decided row by row.
    "wagtail_submissions:list",
    "wagtail_submissions:progress",
    "wagtailsnippets_cases_casetypedefinition:add",
    "wagtailsnippets_cases_casetypedefinition:check",
    "wagtailsnippets_cases_casetypedefinition:import",
    "wagtailsnippets_cases_casetypedefinition:list",
    "wagtailsnippets_cases_casetypedefinition:list_results",
    "wagtailsnippets_cases_casetypedefinition:preview_on_add",
    "wagtailsnippets_cases_casetypedefinition:suggest",
    "wagtailsnippets_content_product:add",
    "wagtailsnippets_content_product:list",
    "wagtailsnippets_content_product:list_results",
    "wagtailsnippets_forms_app_formdefinition:add",
    "wagtailsnippets_forms_app_formdefinition:import",
    "wagtailsnippets_forms_app_formdefinition:import_word",
    "wagtailsnippets_forms_app_formdefinition:import_xlsform",
    "wagtailsnippets_forms_app_formdefinition:builder_check",
    "wagtailsnippets_forms_app_formdefinition:builder_library",
    "wagtailsnippets_forms_app_formdefinition:builder_library_copy",
    "wagtailsnippets_forms_app_formdefinition:builder_library_save",
    "wagtailsnippets_forms_app_formdefinition:builder_suggest",
    "wagtailsnippets_forms_app_formdefinition:list",
    "wagtailsnippets_forms_app_formdefinition:list_results",
    "wagtailsnippets_forms_app_formdefinition:preview_on_add",
    *(
        f"{namespace}:{name}"
        for namespace in (
            "code_lists",
            "experts",
            "join_requests",
            "memberships",
            "organisations",
            "regions",
            "roles",
            "rule_tables",
            "section_library",
            "specialities",
            "wagtailusers_users",
            "webhooks",
        )
        for name in ("add", "index", "index_results")
    ),
    "work_calendar:index",
}
# Arguments of plain addresses that take one.
PLAIN_ARGUMENTS: dict[str, Builder] = {
    "forms_app:start": lambda target: {"code": target.definition.code},
    "forms_app:workbook_blank": lambda target: {"code": target.definition.code},
    "verify:code": lambda target: {"code": target.code},
    "wagtail_submissions:list": _pk("definition"),
    "wagtail_submissions:progress": _pk("definition"),
    "forms_app:directory": lambda target: {"name": "product"},
}
