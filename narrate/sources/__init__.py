"""Folders, files, addresses, feeds, sitemaps, lists -> the articles they name, each with what tells it from others.

listing = listed("https://example.org/feed.xml", memory=..., web=...)     one source; troubles are values in it
entries = same(entry for listing in listings for entry in listing.entries)   one entry for each article
fetched = fetched(entry, known=..., web=...)                              its text, if it has changed
"""

from narrate.sources._addresses import canonical
from narrate.sources._fetched import Fetched, fetched
from narrate.sources._listing import listed
from narrate.sources._same import same
from narrate.sources._values import Choice, Entry, Forgetful, Limits, Listing, Memory

__all__ = [
    "Choice",
    "Entry",
    "Fetched",
    "Forgetful",
    "Limits",
    "Listing",
    "Memory",
    "canonical",
    "fetched",
    "listed",
    "same",
]
