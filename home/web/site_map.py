"""The site map: every public page above the articles, and the doors of the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.selectors.menu import site_tree


def site_map(request: HttpRequest) -> HttpResponse:
    """Show the columns of the site and what can be done in it."""
    return render(request, "home/site_map.html", {"columns": site_tree(request)})
