"""Two clicks at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from wagtail.models import Collection, Locale, Page

from forms_app.models import Submission, SubmissionRound
from forms_app.services.draft_submit import draft_submit
from tests.forms_app.world import make_world


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key_of", [lambda number: "one-key", lambda number: f"key-{number}"])
def test_eight_clicks_at_once_make_one_submission(key_of: Callable[[int], str], on_postgres: bool) -> None:
    assert on_postgres
    _plant_root()
    world = make_world()
    draft = world.complete()
    barrier = threading.Barrier(8)
    found: list[object] = []

    def click(number: int) -> None:
        try:
            barrier.wait()
            found.append(draft_submit(draft_id=draft.pk, key=key_of(number), actor=world.filler).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert set(found) == {Submission.objects.get().pk}
    assert SubmissionRound.objects.count() == 1


def _plant_root() -> None:
    """Put back the roots on which roles hang: the flush after an earlier test with threads took them away."""
    locale, _new = Locale.objects.get_or_create(language_code="zh-hans")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
