"""The site's addresses: every room mounts its own below one prefix; Wagtail's pages take what is left."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api.site import api
from home.web.site_map import site_map

urlpatterns = [
    path("admin/", include("cms.accounts.admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    # Exempt: a language is no secret and no harm, and public pages stay free of a token, hence cacheable.
    path("i18n/language/", csrf_exempt(set_language), name="set_language"),
    path("site-map/", site_map, name="site_map"),
    path("my/", include("home.urls")),
    path("my/organisations/", include("cms.accounts.urls")),
    path("my/downloads/", include("cms.core.downloads.urls")),
    path("my/forms/", include("forms_app.urls")),
    path("my/cases/", include("cases.urls")),
    path("my/reviews/", include("cases.review_urls")),
    path("public-notices/", include("cases.notice_urls")),
    path("progress/", include("cases.progress_urls")),
    path("verify/", include("forms_app.verify_urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
