"""The demo site: home page, columns, notices and policies from one data file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog
import yaml

from cms.accounts.facade import role_group
from cms.content.facade import article_load, column_load, document_load, identity_load, workflow_install
from home.services.demo_files import MAKERS, docx_file
from home.services.site_install import site_install

DEMO_FILE = Path(__file__).resolve().parent.parent / "data" / "demo_pages.yaml"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many articles the file has and how many of them were new."""

    articles: int
    created: int


def demo_pages_load(*, path: Path = DEMO_FILE) -> Loaded:
    """Load the demo site; what exists already stays as it is, so doing it twice changes nothing."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    site = site_install(values=data["home"])
    identity_load(site=site, values=data["identity"])
    approvers = role_group("publisher")
    if approvers is not None:
        workflow_install(approvers=approvers)
    root = site.root_page.specific
    columns = {
        column["key"]: (
            column["model"],
            column_load(
                parent=root,
                model=column["model"],
                values={key: value for key, value in column.items() if key not in ("key", "model")},
            ),
        )
        for column in data["columns"]
    }
    created = 0
    for entry in data["articles"]:
        model, column_page = columns[entry["column"]]
        if column_page.get_children().filter(slug=entry["slug"]).exists():
            continue
        documents = [_document(attachment) for attachment in entry["attachments"]]
        created += article_load(column=column_page, model=model, entry=entry, documents=documents)
    return Loaded(articles=len(data["articles"]), created=created)


def _document(attachment: Mapping[str, Any]) -> int:
    kind, title, lines = attachment["kind"], attachment["title"], attachment["lines"]
    try:
        return document_load(title=title, name=f"{title}.{kind}", make=partial(MAKERS[kind], title, lines))
    except OSError as error:
        # WeasyPrint without its system libraries: the demo then shows the same text as a Word document.
        log.warning("demo.attachment_without_pdf", title=title, error=str(error))
        return document_load(title=title, name=f"{title}.docx", make=partial(docx_file, title, lines))
