"""The main menu: the pages that editors have put into it."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.content.facade import ContentCache

Entries = tuple[tuple[str, str], ...]
_entries: ContentCache[Entries] = ContentCache(size=16, seconds=60)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry; `is_ancestor` says that the current page lies below it."""

    title: str
    url: str
    is_ancestor: bool


def site_menu(request: HttpRequest) -> tuple[MenuItem, ...]:
    """Return the live pages right below the home page that are marked for menus, in page order."""
    entries = _entries.get_or_make(request.get_host(), lambda: _read(request))
    return tuple(MenuItem(title, url, request.path.startswith(url)) for title, url in entries)


def menu_place(request: HttpRequest) -> str:
    """Return what the menu shows of the address: the entry that is current, and whether it is the page itself."""
    path = request.path
    if path == "/":
        return path
    above = [item.url for item in site_menu(request) if item.url and item.is_ancestor]
    return f"{'' if path in above else 'below '}{' '.join(above)}" if above else ""


def _read(request: HttpRequest) -> Entries:
    site = Site.find_for_request(request)
    if site is None:
        return ()
    pages = Page.objects.child_of(site.root_page).live().in_menu().public()
    entries = ((page.title, page.get_url(request, site) or "") for page in pages)
    return tuple((title, url) for title, url in entries if url)


def site_tree(request: HttpRequest) -> tuple[MenuItem, ...]:
    """Return every live public page right below the home page, also those that no menu shows."""
    site = Site.find_for_request(request)
    if site is None:
        return ()
    pages = Page.objects.child_of(site.root_page).live().public()
    return tuple(MenuItem(page.title, page.get_url(request, site) or "/", False) for page in pages)
