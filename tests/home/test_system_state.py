"""The state of the system: what does not work is said in words with what to do, to those who administer it only."""

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from cms.core.clock import registered_jobs
from cms.core.heartbeats import CLOCK, WORKER, clock_beat, last_heard, worker_asked
from cms.core.models import Heartbeat, OutboxMessage
from home.selectors.system_state import Finding, system_state
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db


def named(part: str) -> Finding:
    return next(one for one in system_state() if part in one.name)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def administrator() -> User:
    """Somebody with the role 平台管理员."""
    roles_install()
    person = make_user("administrator@example.com")
    person.groups.add(Group.objects.get(name="平台管理员"))
    return person


@pytest.fixture
def scanner() -> Iterator[Callable[[bytes], str]]:
    """Give a function that starts a clamd which answers zPING as told, and returns its address."""
    listeners: list[socket.socket] = []

    def start(answer: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            connection, _address = listener.accept()
            with connection:
                assert connection.recv(16) == b"zPING\0"
                connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.close()


def test_that_uploads_are_not_scanned_stands_on_the_page(administrator: User) -> None:
    page = signed_in(administrator).get(reverse("system_state:index"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "未设置 clamd" in text
    assert "CLAMD_ADDRESS" in text, "what to do is said"
    assert "需要关注" in text, "the state is a word, not only a colour"


def test_a_scanner_is_asked_whether_it_answers(scanner: Callable[[bytes], str], settings: object) -> None:
    settings.CLAMD_ADDRESS = scanner(b"PONG\0")
    assert named("木马").state == "good"
    settings.CLAMD_ADDRESS = scanner(b"UNKNOWN COMMAND\0")
    assert named("木马").state == "bad"
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    assert "拒绝" in named("木马").means
    settings.CLAMD_FAIL_OPEN = True
    assert "未经扫描" in named("木马").means


def test_that_bureaus_documents_do_not_become_pdf_stands_there_once_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("home.selectors.system_state.office_available", lambda: True)
    assert named("Word 文件转 PDF").state == "good"
    monkeypatch.setattr("home.selectors.system_state.office_available", lambda: False)
    monkeypatch.setattr("forms_app.checks.office_available", lambda: False)
    found = named("Word 文件转 PDF")
    assert found.state == "attention"
    assert "libreoffice-writer-nogui" in found.todo
    assert "W002" not in named("其他系统检查").says, "the other checks do not say it again"


def test_a_process_that_is_silent_for_too_long_does_not_work() -> None:
    assert named("定时任务").state == named("后台任务").state == "bad"
    clock_beat()
    worker_asked()
    assert named("定时任务").state == named("后台任务").state == "good"
    Heartbeat.objects.filter(name=CLOCK).update(heard_at=timezone.now() - dt.timedelta(minutes=6))
    Heartbeat.objects.filter(name=WORKER).update(heard_at=timezone.now() - dt.timedelta(minutes=16))
    assert named("定时任务").state == named("后台任务").state == "bad"


def test_the_clock_gives_signs_of_life_and_asks_the_worker_for_some() -> None:
    jobs = registered_jobs()
    jobs["clock_beat"].job()
    jobs["worker_asked"].job()
    assert set(last_heard()) == {CLOCK, WORKER}


def test_dead_letters_and_late_messages_are_counted() -> None:
    assert named("消息").state == "good"
    OutboxMessage.objects.create(topic="t", key="1")
    OutboxMessage.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert named("消息").state == "attention"
    OutboxMessage.objects.create(topic="t", key="2", dead_at=timezone.now())
    found = named("消息")
    assert (found.state, "1" in found.says) == ("bad", True)


def test_the_queries_do_not_grow_with_what_there_is(django_assert_num_queries) -> None:
    clock_beat()
    worker_asked()
    OutboxMessage.objects.bulk_create(OutboxMessage(topic="t", key=str(number)) for number in range(20))
    with django_assert_num_queries(4):
        system_state()


def test_no_secret_of_the_settings_is_shown(administrator: User, settings: object) -> None:
    settings.CLAMD_ADDRESS = "tcp://geheim.example:1"
    settings.EMAIL_HOST_PASSWORD = "passwort-geheim"
    text = signed_in(administrator).get(reverse("system_state:index")).content.decode()
    for secret in ("geheim", settings.SECRET_KEY, str(settings.DATABASES["default"]["NAME"])):
        assert secret not in text


def test_only_those_who_administer_the_system_see_it_and_its_entry(administrator: User) -> None:
    clerk = make_user("clerk@example.com")
    clerk.user_permissions.add(Permission.objects.get(codename="access_admin"))
    address = reverse("system_state:index")
    assert signed_in(clerk).get(address).status_code == 302
    assert Client().get(address).status_code == 302
    menu = signed_in(administrator).get(reverse("wagtailadmin_home")).content.decode()
    assert address in menu
    assert address not in signed_in(clerk).get(reverse("wagtailadmin_home")).content.decode()
