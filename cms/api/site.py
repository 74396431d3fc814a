"""The one API of the site; each room brings its router."""

from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(title="Pilotdesk", version="1", urls_namespace="api-v1", auth=django_auth, docs_url=None)
