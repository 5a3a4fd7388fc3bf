from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents import port
from forerun.documents.media import Media
from forerun.documents.port import RULES, PortRules, fetch, is_public
from forerun.documents.safety import Limits
from forerun.errors import DocumentError

TOYLAND = load_catalog("toyland")
PAGE = b"<!DOCTYPE html><html><body><p>Output rose by 4.8 percent.</p></body></html>"
HOST = "stats.toyland.example"


class Site(BaseHTTPRequestHandler):
    """A statistics office on this machine; ``script`` says how often a path is busy."""

    asked: list[tuple[str, dict[str, str]]]
    script: dict[str, list[tuple[int, dict[str, str]]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        if planned := self.script.get(self.path):
            status, headers = planned.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            return
        if self.path == "/slow":
            time.sleep(1.0)
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Set-Cookie", "session=1")
        self.end_headers()
        for _ in range(200 if self.path == "/large" else 1):
            self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[type[Site]]:
    handler = type("Handler", (Site,), {"asked": [], "script": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def rules(waits: list[float]) -> PortRules:
    """What a local server needs: plain http and loopback; everything else as on the command line."""
    return replace(
        RULES,
        https_only=False,
        allow_private=True,
        resolve=lambda *_: ("127.0.0.1",),
        sleep=waits.append,
        seconds=20.0,
    )


def url(site: type[Site], path: str, host: str = HOST) -> str:
    return f"http://{host}:{site.port}{path}"


def refusal(address: str, rules: PortRules, **options: tuple[str, ...]) -> str:
    with pytest.raises(DocumentError) as caught:
        fetch(address, TOYLAND, rules=rules, **options)
    assert caught.value.advice
    return str(caught.value)


def test_a_page_becomes_a_document(site: type[Site], rules: PortRules) -> None:
    document = fetch(url(site, "/2024/05.html?x=1#part"), TOYLAND, rules=rules)
    assert (document.content, document.media, document.publisher) == (PAGE, Media.HTML, "TSO")
    assert document.address == url(site, "/2024/05.html?x=1#part")
    ((path, headers),) = site.asked
    assert path == "/2024/05.html?x=1"
    assert headers["Host"] == f"{HOST}:{site.port}"
    assert headers["User-Agent"].startswith("forerun/")


def test_the_defaults_refuse_plain_http_and_this_machine(site: type[Site], rules: PortRules) -> None:
    assert "only https" in refusal(url(site, "/"), PortRules())
    assert "only https" in refusal("file:///etc/passwd", rules)
    careful = replace(rules, allow_private=False)
    assert "private or reserved" in refusal(url(site, "/"), careful)
    assert site.asked == []


INSIDE = (
    "127.0.0.1 10.1.2.3 192.168.0.1 172.16.9.9 169.254.169.254 0.0.0.1 100.64.0.1 224.0.0.1 255.255.255.255 "
    "::1 fe80::1 fd00::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: :: fe80::1%eth0 ff02::1"
)


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_that_are_not_on_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    mixed = replace(RULES, resolve=lambda *_: ("93.184.216.34", "127.0.0.1"))
    assert "private or reserved" in refusal(f"https://{HOST}/", mixed)


def test_the_checked_address_is_the_one_that_is_asked(site: type[Site], rules: PortRules) -> None:
    """A name that answers differently the second time is resolved only once."""
    answers = iter([("127.0.0.1",), ("203.0.113.1",)])
    fetch(url(site, "/"), TOYLAND, rules=replace(rules, resolve=lambda *_: next(answers)))
    assert len(site.asked) == 1


@pytest.mark.parametrize("host", ["elsewhere.example", "evilstats.toyland.example", "127.0.0.1"])
def test_other_hosts_must_be_allowed_by_name(site: type[Site], rules: PortRules, host: str) -> None:
    assert f"--allow-host {host}" in refusal(url(site, "/", host), rules)
    assert fetch(url(site, "/", host), TOYLAND, allow=(host,), rules=rules).publisher == ""


@pytest.mark.parametrize(
    "address", ["https://", "https://user:pw@stats.toyland.example/", "https://[::1", "https://стат.example/"]
)
def test_addresses_that_are_none(address: str, rules: PortRules) -> None:
    refusal(address, rules)


def test_a_redirect_is_followed_and_checked_again(site: type[Site], rules: PortRules) -> None:
    site.script["/old"] = [(302, {"Location": "/new"})]
    assert fetch(url(site, "/old"), TOYLAND, rules=rules).address == url(site, "/new")
    site.script["/away"] = [(302, {"Location": "http://elsewhere.example/"})]
    assert "elsewhere.example is not the site" in refusal(url(site, "/away"), rules)
    site.script["/inside"] = [(302, {"Location": "http://127.0.0.1/"})]
    assert "127.0.0.1 is not the site" in refusal(url(site, "/inside"), rules)


def test_a_redirect_to_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    away = port._Answer(302, location=f"https://intranet.{HOST}/")
    monkeypatch.setattr(port, "_ask_once", lambda target, rules: away)
    leads = {HOST: ("93.184.216.34",), f"intranet.{HOST}": ("10.0.0.1",)}
    careful = replace(RULES, resolve=lambda host, _: leads[host])
    assert refusal(f"https://{HOST}/", careful).startswith(
        f"https://intranet.{HOST}/: intranet.{HOST} leads to"
    )


def test_redirects_end(site: type[Site], rules: PortRules) -> None:
    site.script["/loop"] = [(302, {"Location": "/loop"})] * 9
    assert "redirects more than 5 times" in refusal(url(site, "/loop"), rules)
    assert len(site.asked) == 6


def test_no_cookie_is_ever_sent(site: type[Site], rules: PortRules) -> None:
    site.script["/old"] = [(302, {"Location": "/new", "Set-Cookie": "id=7"})]
    fetch(url(site, "/old"), TOYLAND, rules=rules)
    assert all("Cookie" not in headers for _, headers in site.asked)


def test_a_busy_server_is_asked_again_later(site: type[Site], rules: PortRules, waits: list[float]) -> None:
    site.script["/busy"] = [(503, {}), (429, {"Retry-After": "7"}), (503, {})]
    assert fetch(url(site, "/busy"), TOYLAND, rules=rules).content == PAGE
    assert waits == [1.0, 7.0, 4.0]


def test_patience_ends(site: type[Site], rules: PortRules, waits: list[float]) -> None:
    site.script["/busy"] = [(503, {})] * 9
    assert "the server is busy (503)" in refusal(url(site, "/busy"), rules)
    assert waits == [1.0, 2.0, 4.0]
    site.script["/later"] = [(429, {"Retry-After": "3600"})]
    assert "Try again later" in refusal(url(site, "/later"), rules)
    assert len(waits) == 3


def test_retry_after_may_be_a_time_of_day(site: type[Site], rules: PortRules, waits: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    site.script["/busy"] = [(503, {"Retry-After": soon}), (503, {"Retry-After": "whenever"})]
    fetch(url(site, "/busy"), TOYLAND, rules=rules)
    assert 10 < waits[0] <= 20
    assert waits[1] == 2.0


def test_failures_are_sentences(site: type[Site], rules: PortRules, waits: list[float]) -> None:
    assert "the server answers 404" in refusal(url(site, "/gone"), rules)
    closed = f"http://{HOST}:1/"
    assert "cannot be reached" in refusal(closed, rules)
    assert len(waits) == 3

    def unknown(*_: object) -> tuple[str, ...]:
        raise OSError("Name or service not known")

    assert "cannot be resolved" in refusal(url(site, "/"), replace(rules, resolve=unknown))


def test_size_and_time_are_limited(site: type[Site], rules: PortRules) -> None:
    small = replace(rules, limits=Limits(file_bytes=1000))
    assert "more than" in refusal(url(site, "/large"), small)
    hasty = replace(rules, seconds=0.1)
    assert "not there after 0.1 seconds" in refusal(url(site, "/slow"), hasty)


@pytest.mark.parametrize("name", ["a" * 70 + ".toyland.example", ".." + HOST])
def test_names_that_cannot_be(name: str) -> None:
    assert "cannot be resolved" in refusal(f"https://{name}/", RULES, allow=(name,))
