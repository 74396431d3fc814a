"""Post to an address that somebody typed: never to a machine of the inside, never elsewhere than where was checked.

The name is resolved once, every address behind it must be public, and the connection goes to the address that was
checked: a name that answers differently a moment later (DNS rebinding) leads nowhere. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECT_SECONDS = 5.0
# Well below the lease of the outbox, however slowly the other side drips.
TOTAL_SECONDS = 20.0
ANSWER_BYTES = 500

# Public to the eye, but they lead to an IPv4 address of which nobody has asked whether it is.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))


class AddressRefused(ValueError):
    """The address is not one to which the site may post."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said, cut short."""

    status: int
    text: str

    @property
    def accepted(self) -> bool:
        """Say whether it took what was posted. A redirect is not a yes."""
        return 200 <= self.status < 300


def checked_url(url: str) -> SplitResult:
    """Return the parts of a web address to which the site may post, as far as its spelling tells."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_PRIVATE_ADDRESSES):
        raise AddressRefused("only https")
    if not parts.hostname or parts.username or parts.password:
        raise AddressRefused("no host, or a password in the address")
    try:
        parts.port  # noqa: B018  (raises where it is no number)
    except ValueError as error:
        raise AddressRefused("no such port") from error
    return parts


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


def address_of(host: str, port: int) -> str:
    """Return the IP address to connect to. Raises AddressRefused when one of those behind the name is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ConnectionError(f"{host} is not found") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not all(is_public(one) for one in addresses):
        raise AddressRefused(f"{host} leads to an address of the inside")
    return addresses[0]


class _PinnedConnection(http.client.HTTPConnection):
    """Speaks to one checked IP address; the name is for the certificate and the Host header."""

    def __init__(self, parts: SplitResult) -> None:
        self.secure = parts.scheme == "https"
        self.default_port = 443 if self.secure else 80
        super().__init__(str(parts.hostname), parts.port or self.default_port, timeout=CONNECT_SECONDS)
        self.address = address_of(self.host, self.port)

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(TOTAL_SECONDS)

    def cut(self) -> None:
        """End the conversation from another thread."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post `body` and return the answer, within TOTAL_SECONDS. Raises AddressRefused and OSError."""
    parts = checked_url(url)
    connection = _PinnedConnection(parts)
    watchdog = threading.Timer(TOTAL_SECONDS, connection.cut)
    watchdog.daemon = True
    watchdog.start()
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(ANSWER_BYTES).decode(errors="replace"))
    except http.client.HTTPException as error:
        raise ConnectionError(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        watchdog.cancel()
        connection.close()
