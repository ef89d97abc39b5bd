"""Connections that lead only where they may: an article that a feed names has no business in a private network.

What is checked is the address that is connected to, after the name was looked up and before a byte is sent: a name that
resolves to something else at the second look gains nothing.
"""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address is in the last 32 bits."""
NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")
"""Names of machines at home: RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use."""

AUTHORIZATION = "Authorization"
"""The header with a name and password."""


class Forbidden(Exception):
    """The host is in a network that whoever named it may not lead into."""


def is_private(address: Address) -> bool:
    """Whether an address means this machine, its network, or nothing that could be asked for an article."""
    inner = _inner(address)
    return (
        not inner.is_global
        or inner.is_multicast
        or inner.is_reserved
        or (isinstance(inner, IPv6Address) and inner.is_site_local)
    )


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does: that is where the packets go."""
    if isinstance(address, IPv4Address):
        return address
    teredo = address.teredo
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


class Way:
    """What the connections of one request may lead to; asked anew at each redirection."""

    def __init__(self, anywhere: bool, allowed: Iterable[str] = ()) -> None:
        """`anywhere`: the first host was named by the user, and may be private; then so may those that it leads to.
        `allowed`: networks that count as public, such as "10.1.0.0/16". Raises `ValueError` for one that is none."""
        self.private = False
        """Whether the last connection went to a private address."""
        self.proxied = False
        """Whether the next connection is one to the system's proxy."""
        self._anywhere = anywhere
        self._allowed: tuple[IPv4Network | IPv6Network, ...] = tuple(ip_network(each) for each in allowed)

    def connect(self, host: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
        """A connection to the first of the host's addresses that may be used and answers; raises `Forbidden`."""
        found = socket.getaddrinfo(host[0], host[1], type=socket.SOCK_STREAM)
        usable = [one for one in found if self._may(ip_address(one[4][0]))]
        if not usable:
            raise Forbidden(host[0])
        fault: OSError | None = None
        for family, kind, protocol, _name, where in usable:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(timeout)
                sock.connect(where)
            except OSError as error:
                sock.close()
                fault = error
            else:
                self.private = self._inside(ip_address(where[0]))
                self._anywhere = self._anywhere and self.private
                return sock
        raise fault or OSError("the host has no address")

    def by_proxy(self, host: str) -> None:
        """Raise `Forbidden` for a host that is asked through a proxy, as far as its name alone tells that it is
        private: the proxy looks it up."""
        self.proxied = True
        name = urlsplit(f"//{host}").hostname or ""
        try:
            inside = self._inside(ip_address(name))
        except ValueError:
            inside = "." not in name or name.lower().rstrip(".").endswith(NAMES)
        if inside and not self._anywhere:
            raise Forbidden(name)
        self.private = inside
        self._anywhere = self._anywhere and inside

    def _may(self, address: Address) -> bool:
        return self._anywhere or not self._inside(address)

    def _inside(self, address: Address) -> bool:
        inner = _inner(address)
        return is_private(inner) and not any(inner in network for network in self._allowed)


class _Plain(HTTPConnection):
    def __init__(self, host: str, *, way: Way | None = None, **more: Any) -> None:
        super().__init__(host, **more)
        if way:
            self._create_connection = way.connect


class _Secure(HTTPSConnection):
    def __init__(self, host: str, *, way: Way | None = None, **more: Any) -> None:
        super().__init__(host, **more)
        if way:
            self._create_connection = way.connect


class _Handler(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens http and https addresses by a way."""

    def __init__(self, way: Way) -> None:
        super().__init__()
        self._way = way

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_Plain, req, way=self._checked())

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_Secure, req, way=self._checked())

    def _checked(self) -> Way | None:
        """The way to connect by, or none where it is to the proxy."""
        proxied, self._way.proxied = self._way.proxied, False
        return None if proxied else self._way


class _Proxies(urllib.request.ProxyHandler):
    """The system's proxy, if there is one for an address; tells the way."""

    def __init__(self, way: Way) -> None:
        super().__init__()
        self._way = way

    def proxy_open(self, req: urllib.request.Request, proxy: str, type: str) -> Any:
        named = req.host
        answer = super().proxy_open(req, proxy, type)
        if req.host != named:
            self._way.by_proxy(named)
        return answer


class _Redirections(urllib.request.HTTPRedirectHandler):
    """Follows to pages only; the library's own would also ask FTP servers."""

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) \
            -> urllib.request.Request | None:  # fmt: skip
        if not newurl.lower().startswith(("http://", "https://")):
            return None
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        told = req.unredirected_hdrs.get(AUTHORIZATION)
        if made and told and _origin(newurl) == _origin(req.full_url):
            made.add_unredirected_header(AUTHORIZATION, told)
        return made


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower()


def opener(way: Way) -> urllib.request.OpenerDirector:
    """Opens http and https addresses only, through the system's proxy if there is one."""
    made = urllib.request.OpenerDirector()
    for handler in (
        _Proxies(way),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _Redirections(),
        _Handler(way),
    ):
        made.add_handler(handler)
    return made
