"""Published versions of forms; everything at run time starts here and never at the definition."""

from django.db.models import QuerySet

from forms_app.engine.compile import compiled_spec, spec_from_json
from forms_app.engine.spec import FormSpec
from forms_app.models import FormVersion


def current_version(code: str) -> FormVersion:
    """Return the newest version of a published form; FormVersion.DoesNotExist if it is not published."""
    versions = FormVersion.objects.filter(definition__code=code, definition__live=True).select_related("definition")
    newest = versions.order_by("-number").first()
    if newest is None:
        raise FormVersion.DoesNotExist(code)
    return newest


def spec_of(version: FormVersion) -> FormSpec:
    """Return the compiled form of a version; compiled once per sha256."""
    return compiled_spec(version.sha256) or spec_from_json(version.content, sha256=version.sha256)


def versions_of(definition_id: int) -> QuerySet[FormVersion]:
    """Return the history of a form, newest first."""
    return FormVersion.objects.filter(definition=definition_id).select_related("published_by").order_by("-number")
