"""The only door to the network: one document from one address, politely and within limits.

What is checked before a byte is asked for, and again at every redirect: the scheme is https, the host
belongs to a publisher of the catalog or was allowed by name, and every address that its name resolves to
is public.  The connection goes to the address that was checked, so the name cannot point elsewhere a
moment later.  Proxies and netrc of the environment are not used, cookies are neither kept nor sent.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from forerun import __version__
from forerun.catalog.model import Catalog
from forerun.documents.document import Document, make_document
from forerun.documents.safety import LIMITS, Limits, check_size
from forerun.documents.stated import is_within, publisher_of_host
from forerun.errors import DocumentError

if TYPE_CHECKING:
    import httpx

Resolver = Callable[[str, int], tuple[str, ...]]

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_READ_SECONDS = 15.0
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_BY_HAND = "Download it with a browser and ingest the file"


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system resolves a host name to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class PortRules:
    """What the port allows and how patient it is; the defaults are what the command line uses.

    ``seconds`` bounds the whole fetch with redirects and retries.  ``attempts`` is how often one address is
    asked when it is busy (429, 503) or the connection fails; waits double from ``first_wait`` unless the
    server says how long (``Retry-After``), and a wait beyond ``longest_wait`` is not waited.
    """

    https_only: bool = True
    allow_private: bool = False
    redirects: int = 5
    seconds: float = 90.0
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 30.0
    limits: Limits = LIMITS
    resolve: Resolver = resolve
    sleep: Callable[[float], None] = time.sleep


RULES = PortRules()


@dataclass(frozen=True, slots=True)
class _Target:
    """An address that may be asked, and the network address that it was checked to lead to."""

    url: str
    parts: SplitResult
    pinned: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str = ""
    retry_after: str = ""
    content: bytes = b""


def is_url(source: str) -> bool:
    """Whether a source named on the command line is an address and not a file."""
    return "://" in source


def fetch(url: str, catalog: Catalog, *, allow: tuple[str, ...] = (), rules: PortRules = RULES) -> Document:
    """Fetch one document.

    Args:
        url: its address.
        catalog: whose publishers' hosts may be asked.
        allow: further host names that may be asked, with what is below them.
        rules: limits and patience.

    Raises:
        DocumentError: not allowed, not reachable, too slow, too large, or not a readable kind of document.
    """
    hosts = (*allow, *(domain for each in catalog.publishers.values() for domain in each.domains))
    address, content = _in_time(lambda: _follow(url, hosts, rules), rules.seconds, url)
    return make_document(
        content,
        name=url,
        address=address,
        publisher=publisher_of_host(address, catalog),
        limits=rules.limits,
    )


def _in_time(work: Callable[[], tuple[str, bytes]], seconds: float, url: str) -> tuple[str, bytes]:
    """Do the work in a thread that is abandoned when the time is up, wherever it hangs."""
    done: queue.SimpleQueue[tuple[str, bytes] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except Exception as problem:  # noqa: BLE001  handed over to the caller's thread
            done.put(problem)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=seconds)
    except queue.Empty:
        raise DocumentError(
            f"it was not there after {seconds:g} seconds", where=url, advice=_BY_HAND
        ) from None
    if isinstance(result, Exception):
        raise result
    return result


def _follow(url: str, hosts: tuple[str, ...], rules: PortRules) -> tuple[str, bytes]:
    address = url
    for _ in range(rules.redirects + 1):
        answer = _ask(_checked(address, hosts, rules), rules)
        if not answer.location:
            return address, answer.content
        address = urljoin(address, answer.location)
    raise DocumentError(
        f"it redirects more than {rules.redirects} times", where=url, advice="Give the final address"
    )


def _checked(url: str, hosts: tuple[str, ...], rules: PortRules) -> _Target:
    parts, host, port = _taken_apart(url, rules)
    if not any(is_within(host, each.casefold().strip(".")) for each in hosts):
        raise DocumentError(
            f"{host} is not the site of a publisher in the catalog",
            where=url,
            advice=f"If you trust it, allow it by name: --allow-host {host}",
        )
    try:
        addresses = rules.resolve(host, port)
    except (OSError, UnicodeError) as problem:
        raise DocumentError(
            f"the name {host} cannot be resolved", where=url, advice="Check the address and your connection"
        ) from problem
    if not addresses or not (rules.allow_private or all(map(is_public, addresses))):
        raise DocumentError(
            f"{host} leads to a private or reserved network address", where=url, advice=_BY_HAND
        )
    return _Target(url, parts, addresses[0])


def _taken_apart(url: str, rules: PortRules) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host name and its port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise DocumentError(f"it is not an address ({problem})", where=url, advice="Check it") from problem
    if parts.scheme != "https" and (rules.https_only or parts.scheme != "http"):
        raise DocumentError(
            f"{parts.scheme} addresses are not fetched, only https",
            where=url,
            advice=f"Try the same address with https. {_BY_HAND}",
        )
    if not host or not host.isascii() or parts.username is not None:
        raise DocumentError("the address has no plain host name", where=url, advice="Check it")
    return parts, host.rstrip("."), port or (443 if parts.scheme == "https" else 80)


def is_public(address: str) -> bool:
    """Whether a network address is one on the open internet, also when it hides an IPv4 address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _ask(target: _Target, rules: PortRules) -> _Answer:
    """Ask until there is an answer that is not "busy", as often and as slowly as the rules say."""
    import httpx

    wait, attempt = rules.first_wait, 0
    while True:
        attempt += 1
        asked_wait = wait
        try:
            answer = _ask_once(target, rules)
        except httpx.HTTPError as problem:
            failure = f"it cannot be reached ({problem or type(problem).__name__})"
        else:
            if answer.status not in _BUSY:
                return _usable(answer, target.url)
            failure = f"the server is busy ({answer.status})"
            asked_wait = _seconds(answer.retry_after, wait)
        if attempt == rules.attempts or asked_wait > rules.longest_wait:
            raise DocumentError(failure, where=target.url, advice=f"Try again later. {_BY_HAND}")
        rules.sleep(asked_wait)
        wait *= 2


def _usable(answer: _Answer, url: str) -> _Answer:
    if answer.status != 200 and not answer.location:
        raise DocumentError(
            f"the server answers {answer.status}", where=url, advice="Check the address in a browser"
        )
    return answer


def _seconds(retry_after: str, otherwise: float) -> float:
    """What a Retry-After header asks for: seconds, or the time of day at which to come back."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return otherwise


def _ask_once(target: _Target, rules: PortRules) -> _Answer:
    import httpx

    with httpx.Client(trust_env=False, timeout=_READ_SECONDS) as client:
        response = client.send(_request(target), stream=True)
        try:
            return _answer(response, target.url, rules.limits)
        finally:
            response.close()


def _request(target: _Target) -> httpx.Request:
    """A request to the pinned address that names the host as the page's address does."""
    import httpx

    literal = f"[{target.pinned}]" if ":" in target.pinned else target.pinned
    port = f":{target.parts.port}" if target.parts.port else ""
    path = target.parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return httpx.Request(
        "GET",
        f"{target.parts.scheme}://{literal}{port}{path}",
        headers={
            "Host": f"{target.parts.hostname}{port}",
            "User-Agent": f"forerun/{__version__}",
            "Accept": "text/html, text/plain, text/csv, application/pdf, */*;q=0.5",
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": target.parts.hostname, "timeout": httpx.Timeout(_READ_SECONDS).as_dict()},
    )


def _answer(response: httpx.Response, url: str, limits: Limits) -> _Answer:
    if response.status_code in _REDIRECTS:
        return _Answer(response.status_code, location=response.headers.get("location", ""))
    if response.status_code != 200:
        return _Answer(response.status_code, retry_after=response.headers.get("retry-after", ""))
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        check_size(len(content), url, limits)
    return _Answer(200, content=bytes(content))
