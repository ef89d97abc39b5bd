"""Bytes to articles. `read` chooses the reader; each is a module of this folder with `INFO` and `read`."""

from __future__ import annotations

from narrate.errors import SourceError
from narrate.model import Article, Document
from narrate.plugins import every, load
from narrate.readers._sniff import kind_of


def read(document: Document) -> Article:
    """Read a document by what it is: its media type, its suffix and above all its first characters.

    Raises:
        SourceError: it is empty, binary, or has no words.
    """
    if not document.data.strip():
        raise SourceError("the article is empty", hint="check that it was saved or pasted whole", place=document.source)
    reader = load("readers", kind_of(document, {module.INFO.name: module.INFO for module in every("readers")}))
    article: Article = reader.read(document)
    if not any(any(map(str.isalnum, block.text)) for block in article.blocks):
        raise SourceError(
            "there are no words in it", hint="check that the file holds the article", place=document.source
        )
    return article
