"""What every page of the shell needs: identity, menu, who is signed in."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.accounts.facade import may_open_admin
from cms.content.facade import site_identity
from home.selectors.desk import desk_for
from home.selectors.menu import menu_place, site_menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the values that the base templates use; each is computed only if a template asks for it."""
    return {
        "this_address": SimpleLazyObject(request.get_full_path),
        "identity": SimpleLazyObject(lambda: site_identity(request)),
        "site_menu": SimpleLazyObject(lambda: site_menu(request)),
        "menu_place": SimpleLazyObject(lambda: menu_place(request)),
        "desk": SimpleLazyObject(lambda: desk_for(request.user)),
        "may_administer": SimpleLazyObject(lambda: may_open_admin(request.user)),
    }
