"""The list of the cases of a person's organisations."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.requests import SignedInRequest
from cases.selectors.desk import matching, with_rows
from cases.selectors.own import own_cases, own_line

PAGE = 10


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show the cases, narrowed by what was searched for."""
    text = request.GET.get("q", "").strip()[:100]
    cases = matching(with_rows(own_cases(request.user)), text).order_by("-updated_at", "-pk")
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [own_line(case) for case in page], "q": text}
    return render(request, "cases/portal/index.html", context)
