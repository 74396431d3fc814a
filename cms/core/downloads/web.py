"""我的下载 in the portal: the list with its progress, one download, the file itself."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core.downloads.models import Download
from cms.core.downloads.selectors import downloads_of, may_fetch, own_download
from cms.core.downloads.services import download_again, download_delete
from cms.core.files import attachment_headers

PER_PAGE = 20


def _own(request: HttpRequest, download_id: uuid.UUID) -> Download:
    try:
        return own_download(request.user, download_id)
    except Download.DoesNotExist as error:
        raise Http404 from error


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what the person asked for."""
    page = Paginator(downloads_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    pending = any(one.is_pending for one in page)
    return render(request, "core/downloads.html", {"page": page, "downloads": page.object_list, "pending": pending})


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, download_id: uuid.UUID) -> HttpResponse:
    """Show how far one file is, and the link to it when it is ready."""
    download = _own(request, download_id)
    context = {"download": download, "downloads": [download], "pending": download.is_pending}
    return render(request, "core/download.html", context)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, download_id: uuid.UUID) -> HttpResponseBase:
    """Send the file, if the person may have it today."""
    download = _own(request, download_id)
    if not download.is_ready:
        return redirect("downloads:detail", download.pk)
    if not may_fetch(request.user, download):
        raise PermissionDenied
    response = FileResponse(download.file.open("rb"), content_type=download.content_type)
    attachment_headers(response, download.filename)
    return response


@login_required
@require_POST
def delete(request: HttpRequest, download_id: uuid.UUID) -> HttpResponse:
    """Throw one away."""
    download = _own(request, download_id)
    download_delete(download_id=download.pk, owner=request.user)
    messages.success(request, _("“%(title)s” has been deleted.") % {"title": download.title})
    return redirect("downloads:index")


@login_required
@require_POST
def again(request: HttpRequest, download_id: uuid.UUID) -> HttpResponse:
    """Make one once more."""
    fresh = download_again(download_id=_own(request, download_id).pk, owner=request.user)
    return redirect("downloads:detail", fresh.pk)
