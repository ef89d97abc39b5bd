"""The keys of `podcast.toml`: what each means in plain words, what it is where nothing is said, and what it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from narrate.podcast import checks
from narrate.podcast.checks import Check

BASE = "http://127.0.0.1:8000/"
"""Where `narrate podcast serve` serves, for trying."""
FORMATS = ("mp3", "vtt", "json", "chapters")
KEEP, HIDE, DELETE = "keep", "hide", "delete"
DAILY, WEEKLY = "daily", "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of the file."""

    check: Check
    usual: Any
    """As it is written in the file."""
    about: str
    example: Any = None
    """What the file that `init` writes shows, commented out, where `usual` is nothing."""


SHOW: Mapping[str, Key] = MappingProxyType(
    {
        "title": Key(
            check=checks.line,
            usual="",
            example="My reading list",
            about="What the podcast is called. Without a title, as its folder is.",
        ),
        "base": Key(
            check=checks.base,
            usual=BASE,
            about="Address of the folder on the web that the podcast will lie in. Set it before you publish: apps know "
            "the podcast by it. The usual one is this computer, for trying.",
        ),
        "description": Key(
            check=checks.text,
            usual="",
            example="What I mean to read, to listen to.",
            about="What it is about, in a few sentences.",
        ),
        "language": Key(check=checks.language, usual="en", about='Language of the podcast: "en", "de", "pt-BR"...'),
        "author": Key(check=checks.line, usual="", example="Ann Lee", about="Who makes it, as apps show it."),
        "categories": Key(
            check=checks.named_categories,
            usual=["News"],
            about="Where directories sort it in: Apple's names, the most fitting first. docs/podcast.md lists them. A "
            'subcategory is written like "Society & Culture > Documentary".',
        ),
        "cover": Key(
            check=checks.picture,
            usual="",
            example="cover.jpg",
            about="A picture: PNG or JPEG, square, 1400 to 3000 pixels wide. Without one, one is drawn.",
        ),
        "link": Key(
            check=checks.address,
            usual="",
            example="https://example.org/",
            about="Web page of the podcast. Without one, the page that is made with it.",
        ),
        "owner": Key(
            check=checks.line, usual="", example="Ann Lee", about="Who answers for it. Told together with `email`."
        ),
        "email": Key(
            check=checks.mail,
            usual="",
            example="ann@example.org",
            about="Address that directories write to, to see whether it is yours. It stands in the feed for all to "
            "see; some directories want one, a private podcast needs none.",
        ),
        "copyright": Key(
            check=checks.line, usual="", example="2026 Ann Lee", about="Who holds the rights, and of which kind."
        ),
        "explicit": Key(
            check=checks.truth, usual=False, about="Whether some of it is not for children's ears. Apps warn then."
        ),
        "serial": Key(
            check=checks.truth,
            usual=False,
            about="Whether it is to be heard from the first episode on, like a book. News are not.",
        ),
        "newest": Key(
            check=checks.whole,
            usual=0,
            about="How many episodes the feed holds. Older ones go into further feeds that it leads to, so that a "
            "long podcast stays quick to fetch. 0: all.",
        ),
        "funding": Key(
            check=checks.funding,
            usual={},
            example={"https://example.org/give": "Support us"},
            about="Addresses where listeners can give something, and the words for each.",
        ),
        "locked": Key(
            check=checks.truth,
            usual=False,
            about="Whether other hosts are asked not to take the podcast over (they ask at `email`).",
        ),
        "guid": Key(
            check=checks.guid,
            usual="",
            example="917393e3-1b1e-5cef-ace4-edaa54e1f810",
            about="The podcast's own number, for good. It is made of the address once and kept; set it if the podcast "
            "was somewhere else before and had one.",
        ),
        "moved_to": Key(
            check=checks.address,
            usual="",
            example="https://example.com/feed.xml",
            about="New address of the feed, once the podcast has moved. Leave the old one up for some weeks.",
        ),
    }
)  # fmt: skip
"""Those at the file's top: the fields of `Show`, and the picture."""
EPISODES: Mapping[str, Key] = MappingProxyType(
    {
        "sources": Key(
            check=checks.places,
            usual=[],
            example=["articles", "https://example.org/feed.xml"],
            about="What is narrated: folders, files, addresses, feeds, sitemaps, lists of bookmarks. Paths begin at "
            "this file's folder. What the command line names is taken instead.",
        ),
        "most": Key(
            check=checks.whole, usual=0, about="Only so many of the newest articles of each source. 0: all of them."
        ),
        "since": Key(
            check=checks.day,
            usual="",
            example="2026-01-31",
            about="No article that its source says is older. Those without a date are taken.",
        ),
        "match": Key(
            check=checks.texts,
            usual=[],
            example=["*.html", "example.org/news/*"],
            about="Only articles whose path or address fits one of these patterns.",
        ),
        "exclude": Key(
            check=checks.texts,
            usual=[],
            example=["drafts/*"],
            about="No article whose path or address fits one of these.",
        ),
        "formats": Key(
            check=checks.formats,
            usual=list(FORMATS),
            about="What is made of each article. Apps download mp3 if it is among them, else m4a, m4b, opus, flac or "
            "wav; vtt and json are transcripts, chapters is the list of chapters. `narrate formats` lists all.",
        ),
        "gone": Key(
            check=checks.one_of(KEEP, HIDE, DELETE),
            usual=KEEP,
            about='What becomes of the episode when its article is gone from the source: "keep" it, "hide" it from '
            'the feed, or "delete" its files too.',
        ),
        "digest": Key(
            check=checks.one_of("", DAILY, WEEKLY),
            usual="",
            example=DAILY,
            about='One episode with all new articles of a day or week, "daily" or "weekly", instead of one each.',
        ),
        "important": Key(
            check=checks.truth, usual=False, about="Whether only titles and the most important sentences are read."
        ),
        "recheck": Key(
            check=checks.number,
            usual=24,
            about="Hours after which an article that lies on the web is fetched again, to see whether it changed. 0: "
            "on every run.",
        ),
    }
)
PUBLISH: Mapping[str, Key] = MappingProxyType(
    {
        "target": Key(
            check=checks.text,
            usual="",
            example="s3://my-bucket/podcast",
            about="Where `narrate podcast publish` copies it: a folder, or an address such as s3://bucket/folder or "
            "sftp://user@example.org/folder.",
        ),
        "options": Key(
            check=checks.table,
            usual={},
            example={"endpoint_url": "https://storage.example.org"},
            about="What the target's storage needs besides (see fsspec). Keys and passwords do not belong here "
            "but into the environment.",
        ),
    }
)
CLUSTER: Mapping[str, Key] = MappingProxyType(
    {
        "address": Key(
            check=checks.text,
            usual="",
            example="auto",
            about='A Ray cluster to work on: "auto", "host:6379" or "ray://host:10001". Without one, this computer '
            "does all of it.",
        ),
        "workers": Key(
            check=checks.whole, usual=0, about="Most workers at once. 0: as many as the cluster has room for."
        ),
        "cpus": Key(
            check=checks.number,
            usual=0,
            about="Cores for each worker, or the share of one. 0: one, or a quarter where the voice is a service.",
        ),
        "gpus": Key(
            check=checks.number,
            usual=0,
            about="GPUs for each worker, or the share of one. 0: none, or a quarter where the voice can use one and "
            "the cluster has some.",
        ),
    }
)
TABLES: Mapping[str, Mapping[str, Key]] = MappingProxyType(
    {"": SHOW, "episodes": EPISODES, "publish": PUBLISH, "cluster": CLUSTER}
)
NARRATE = "narrate"
"""The table of settings for narrating, which are those of the settings file."""
