"""What is scheduled happens by itself."""

import datetime
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cms.content.models import NoticePage
from cms.core.clock import registered_jobs
from tests.cms.content.conftest import Desk
from tests.cms.content.forms import add_url, notice_form

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())


def run_the_job() -> None:
    """Run the job as the clock does."""
    registered_jobs()["publish_scheduled"].job()


def test_the_clock_looks_every_thirty_seconds() -> None:
    assert registered_jobs()["publish_scheduled"].every_seconds == 30


def test_a_notice_goes_live_when_its_time_has_come_and_expires_by_itself(client: Client, desk: Desk) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client.force_login(desk.publisher)
        times = {"go_live_at": "2026-03-02 14:00", "expire_at": "2026-03-02 18:00"}
        client.post(add_url(desk.notices), notice_form(**times, **{"action-publish": "1"}))
        notice = NoticePage.objects.get()
        address = f"/notices/{notice.slug}/"
        run_the_job()
        assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
        clock.move_to(NOON + datetime.timedelta(hours=2, minutes=1))
        run_the_job()
        assert Client().get(address).status_code == HTTPStatus.OK
        clock.move_to(NOON + datetime.timedelta(hours=6, minutes=1))
        run_the_job()
        assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
