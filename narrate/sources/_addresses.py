"""When two addresses are the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

SCHEMES = ("http", "https")
PORTS = (80, 443)
"""Theirs. Either goes, whatever the scheme: the scheme goes too."""
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|matomo_\w+|hsa_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ysclid|twclid|"
    r"ttclid|igshid|igsh|li_fat_id|mc_cid|mc_eid|_hsenc|_hsmi|__hssc|__hstc|__hsfp|hsctatracking|mkt_tok|vero_id|"
    r"oly_enc_id|oly_anon_id|wickedid|rb_clickid|s_cid|ml_subscriber|ml_subscriber_hash|_openstat|cmpid|ito|srsltid|"
    r"ref_src|ref_url|__twitter_impression|at_medium|at_campaign|at_link_\w+|at_bbc_team|at_ptr_name|at_format|"
    r"ncid|sr_share|guccounter|guce_\w+|_ga|_gl|epik|trk|trkcampaign|spm|scm",
    re.IGNORECASE,
)
"""Parameters by which campaigns are told apart, and no pages: those of Google's and Matomo's campaign links, of click
ids (Google, Meta, Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, Alibaba) and of mail services."""
_NO_HOST = re.compile(r"""[\s<>"^`{}|\\%]""")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=1 << 14)
def canonical(address: str) -> str:
    """One of all addresses of the same page, as far as they can be told apart without asking; not to be fetched.

    Port, user, fragment, tracking parameters and a slash at the end go; the scheme becomes https, host and escapes are
    written in one way. `www.` stays, and so does the order of parameters: both mean something to some servers. What is
    no http address stays as it is.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode().lower()
    except ValueError:  # among them names that IDNA does not allow
        return address
    if parts.scheme.lower() not in SCHEMES or not host or _NO_HOST.search(host):
        return address
    named = f"[{host}]" if ":" in host else host
    named += f":{port}" if port and port not in PORTS else ""
    path = _escaped(parts.path).rstrip("/")
    kept = [each for each in parts.query.split("&") if each and not _TRACKING.fullmatch(each.partition("=")[0])]
    query = _escaped("&".join(kept))
    return f"https://{named}{path}" + (f"{'' if path else '/'}?{query}" if query else "")


def is_front(address: str) -> bool:
    """Whether it is a site's front page, by its looks."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def _escaped(text: str) -> str:
    """Each character that has to be escaped is, and no other: RFC 3986, 6.2.2."""
    plain = _ESCAPE.sub(_plain, _STRAY.sub("%25", text))
    return quote(plain, safe="%/:=&?~+!$,;'@()*[]|", errors="surrogatepass")


def _plain(escape: re.Match[str]) -> str:
    letter = chr(int(escape[0][1:], 16))
    return letter if letter.isascii() and (letter.isalnum() or letter in "-._~") else escape[0].upper()
