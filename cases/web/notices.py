"""公示 for everybody: the list and one notice. They show the frozen snapshot and nothing of the case."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.selectors.notices import notice_view, published_notices

PAGE = 20


@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices that stand, or with ?over=1 those that are over."""
    over = bool(request.GET.get("over"))
    page = Paginator(published_notices(running=not over), PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/notices/index.html", {"page": page, "over": over})


@never_cache
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one notice."""
    found = notice_view(number)
    if found is None:
        raise Http404
    return render(request, "cases/notices/detail.html", {"view": found, "document": found.notice.document})
