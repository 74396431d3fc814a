"""The start page of the portal."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from home.selectors.start import start_for, works_for_an_office


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Show an applicant what needs doing; send staff to their desk."""
    if works_for_an_office(request.user):
        return redirect("wagtailadmin_home")
    return render(request, "home/start.html", {"start": start_for(request.user)})
