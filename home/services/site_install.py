"""Put the home page at the root of the site and set up who approves what."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, PageLogEntry, Site

from home.models import HomePage

ROOT_TITLE = "全部页面"


@transaction.atomic
def site_install(*, values: Mapping[str, Any]) -> Site:
    """Return the default site with a home page at its root, both made from `values` where they are missing."""
    site = Site.objects.filter(is_default_site=True).first()
    home = HomePage.objects.order_by("path").first()
    if home is None:
        home = _make_home(values)
    if site is None:
        site = Site(is_default_site=True)
    if site.root_page_id != home.pk:
        _point(site, home, str(values["title"]))
    return site


def _make_home(values: Mapping[str, Any]) -> HomePage:
    steps = [{"type": "step", "value": {"title": title, "text": text}} for title, text in values["steps"]]
    plain = {key: value for key, value in values.items() if key != "steps"}
    home = HomePage(steps=steps, **plain)
    root = Page.get_first_root_node()
    if root.title == "Root":  # Wagtail's word, which editors would read above their list
        root.title = root.draft_title = ROOT_TITLE
        root.save()
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _point(site: Site, home: HomePage, name: str) -> None:
    stock = site.root_page if site.root_page_id else None
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = name
    site.root_page = home
    site.save()
    # Wagtail's welcome page has no type of its own; a page that somebody made has one and stays.
    if stock is not None and stock.specific_class is Page and not stock.get_children().exists():
        stock.delete()
        PageLogEntry.objects.filter(page=stock.pk).delete()  # nobody here made that page, nor took it away
