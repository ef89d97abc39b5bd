"""The categories that podcasts can have: Apple's, which all directories know.

Source: https://podcasters.apple.com/support/1691-apple-podcasts-categories (19 categories, 91 subcategories).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from narrate.errors import UsageError

BETWEEN = " > "
"""Stands between a category and its subcategory, as they are written in `podcast.toml`."""
CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
        "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
        "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
        "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
        "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
        "Government": (),
        "History": (),
        "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
        "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
        "Leisure": ("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden",
                    "Video Games"),
        "Music": ("Music Commentary", "Music History", "Music Interviews"),
        "News": ("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News",
                 "Tech News"),
        "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion",
                                    "Spirituality"),
        "Science": ("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences",
                    "Nature", "Physics", "Social Sciences"),
        "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
        "Sports": ("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby",
                   "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
        "Technology": (),
        "True Crime": (),
        "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
    }
)  # fmt: skip


def category(text: str) -> tuple[str, ...]:
    """The category in `News` or `Society & Culture > Documentary`, spelt as Apple does; raises `UsageError`."""
    name, _, sub = (" ".join(part.split()) for part in text.partition(BETWEEN.strip()))
    found = _spelt(name, tuple(CATEGORIES))
    if not found:
        raise UsageError(f"there is no podcast category “{text}”", hint=_hint(name))
    if not sub:
        return (found,)
    below = _spelt(sub, CATEGORIES[found])
    if not below:
        known = f"{found} has {', '.join(CATEGORIES[found])}" if CATEGORIES[found] else f"{found} has none"
        raise UsageError(f"there is no podcast subcategory “{sub}”", hint=_near(sub, CATEGORIES[found]) or known)
    return found, below


def _spelt(name: str, known: tuple[str, ...]) -> str:
    return next((one for one in known if one.casefold() == name.casefold()), "")


def _hint(name: str) -> str:
    """What was meant: a category, a subcategory written alone, or one of all."""
    every = {sub: f"{top}{BETWEEN}{sub}" for top, subs in CATEGORIES.items() for sub in subs}
    alone = _spelt(name, tuple(every))
    return _near(name, tuple(CATEGORIES)) or (
        f"did you mean “{every[alone]}”?" if alone else f"known: {', '.join(CATEGORIES)}"
    )


def _near(name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    wanted = name.casefold()
    begun = [one for one in known if wanted and one.casefold().startswith(wanted)]
    close = get_close_matches(wanted, [one.casefold() for one in known], 1)
    meant = begun[0] if begun else _spelt(close[0], known) if close else ""
    return f"did you mean “{meant}”?" if meant else ""
