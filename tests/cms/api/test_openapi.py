"""The published description of the API is the one that is served."""

import json
from pathlib import Path

from django.test import Client

COMMAND = "python manage.py export_openapi_schema --api cms.api.site.api --indent 2 --output docs/openapi.json"
SNAPSHOT = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_the_description_in_the_documents_is_the_one_that_is_served(client: Client) -> None:
    served = client.get("/api/v1/openapi.json").json()
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert served == kept, f"a change of the API is written down on purpose: {COMMAND}"
