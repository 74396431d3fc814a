"""Make pages out of data files, once: what exists already belongs to the editors."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.content.models import NoticeIndexPage, NoticePage, PolicyIndexPage, PolicyPage, SiteIdentity

COLUMN_MODELS = {"notices": NoticeIndexPage, "policies": PolicyIndexPage}
ARTICLE_MODELS: dict[str, type[NoticePage] | type[PolicyPage]] = {"notices": NoticePage, "policies": PolicyPage}
OFFICE_HOUR = datetime.time(9)


@transaction.atomic
def identity_load(*, site: Site, values: Mapping[str, str]) -> bool:
    """Give `site` its identity if it has none; say whether that was so."""
    _identity, created = SiteIdentity.objects.get_or_create(site=site, defaults=dict(values))
    return created


@transaction.atomic
def column_load(*, parent: Page, model: str, values: Mapping[str, str]) -> Page:
    """Return the column with the slug of `values` below `parent`, made and published if it is missing."""
    found = parent.get_children().filter(slug=values["slug"]).first()
    if found is not None:
        return found
    page = COLUMN_MODELS[model](show_in_menus=True, **values)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@transaction.atomic
def article_load(*, column: Page, model: str, entry: Mapping[str, Any], documents: Sequence[int]) -> bool:
    """Make and publish the article of `entry` below `column` if it is missing; say whether it was."""
    if column.get_children().filter(slug=entry["slug"]).exists():
        return False
    plain = {key: entry[key] for key in ("slug", "title", "kind", "summary", "issuer", "topic", "validity")}
    page = ARTICLE_MODELS[model](
        **plain,
        index_number=entry["index_number"],
        document_number=entry["document_number"],
        dated_on=datetime.date.fromisoformat(entry["dated_on"]),
        published_at=_office_time(entry["published"]),
        body=list(_blocks(entry["body"])),
        attachments=[{"type": "document", "value": pk} for pk in documents],
    )
    column.add_child(instance=page)
    page.save_revision().publish()
    return True


def document_load(*, title: str, name: str, make: Any) -> int:
    """Return the key of the document titled `title`; its file comes from calling `make` if it is missing."""
    model = get_document_model()
    document = model.objects.filter(title=title).first()
    if document is None:
        document = model(title=title)
        document.file.save(name, make(), save=False)
        document.save()
    return int(document.pk)


def _office_time(day: str) -> datetime.datetime:
    naive = datetime.datetime.combine(datetime.date.fromisoformat(day), OFFICE_HOUR)
    return timezone.make_aware(naive)


def _blocks(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Turn the short notation of the data files into stream data; paragraphs in a row share one block."""
    blocks: list[dict[str, Any]] = []
    for item in items:
        ((kind, value),) = item.items()
        if kind == "p":
            html = f"<p>{escape(value)}</p>"
            if blocks and blocks[-1]["type"] == "paragraph":
                blocks[-1]["value"] += html
            else:
                blocks.append({"type": "paragraph", "value": html})
        else:
            blocks.append(_BLOCKS[kind](value))
    return blocks


def _table(value: Mapping[str, Any]) -> dict[str, Any]:
    columns = [{"type": kind, "heading": heading} for heading, kind in value["columns"]]
    rows = [{"values": row} for row in value["rows"]]
    return {"type": "table", "value": {"columns": columns, "rows": rows, "caption": value["caption"]}}


def _callout(value: Sequence[str]) -> dict[str, Any]:
    tone, title, text = value
    return {"type": "callout", "value": {"tone": tone, "title": title, "text": f"<p>{escape(text)}</p>"}}


_BLOCKS = {
    "h": lambda value: {"type": "heading", "value": value},
    "table": _table,
    "callout": _callout,
    "quote": lambda value: {"type": "quote", "value": {"text": value[0], "source": value[1]}},
}
