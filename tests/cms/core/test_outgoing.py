"""Posts to typed addresses: never to the inside, never elsewhere than where was checked, never for long."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cms.core import outgoing
from cms.core.outgoing import AddressRefused, checked_url, is_public, post
from tests.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


@pytest.fixture
def inside(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_of_the_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https:///hook",
        "https://user:word@example.com/",
        "https://example.com:port/",
    ],
)
def test_an_address_that_no_webhook_has_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        checked_url(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_every_spelling_of_the_loopback_is_refused_before_anything_is_sent(host: str, receiver: Receiver) -> None:
    with pytest.raises((AddressRefused, ConnectionError)):
        post(f"https://{host}:{receiver.port}/", b"{}", {})
    assert receiver.received == []


def test_a_name_with_one_address_of_the_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **named: both)
    with pytest.raises(AddressRefused):
        post("https://two-faced.example/", b"{}", {})


def test_the_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(
    monkeypatch: pytest.MonkeyPatch, inside: None, receiver: Receiver
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *arguments: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "rebind.example" else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert post(f"http://rebind.example:{receiver.port}/", b"{}", {}).accepted
    assert asked.count("rebind.example") == 1
    assert receiver.received[0][0]["host"] == f"rebind.example:{receiver.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(inside: None, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    answer = post(receiver.url, b"{}", {})
    assert (answer.status, answer.accepted, len(receiver.received)) == (302, False, 1)


def test_of_a_long_answer_only_the_beginning_is_kept(inside: None, receiver: Receiver) -> None:
    receiver.answer = b"x" * 100_000
    assert len(post(receiver.url, b"{}", {}).text) == outgoing.ANSWER_BYTES


def test_a_receiver_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch, inside: None) -> None:
    monkeypatch.setattr(outgoing, "TOTAL_SECONDS", 0.5)
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _address = listener.accept()
        with connection:
            try:
                for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200:
                    connection.sendall(bytes([letter]))
                    time.sleep(0.1)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    started = time.monotonic()
    with listener, pytest.raises(OSError):
        post(f"http://127.0.0.1:{listener.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - started < 3
