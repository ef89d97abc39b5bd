"""The measures of a page's blocks fit its trees, for pages of any size, and the trees answer as they are written."""

from __future__ import annotations

import numpy as np
import pytest

from narrate.model import Document
from narrate.readers import html
from narrate.readers._choose import Trees, chosen
from narrate.readers._evidence import Page, measures
from tests.readers.test_pages import PAGES, page


def examined(text: str) -> Page:
    return html.examined(text, Document(data=b"", source="page.html")).page


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_every_measure_has_a_finite_figure_for_every_block(count: int) -> None:
    found = examined(f"<html><body>{'<p>Words of a paragraph.</p><ul><li>One</ul>' * count}</body></html>")
    for name, column in measures(found).items():
        assert column.shape == (len(found.blocks),), name
        assert np.isfinite(column).all(), name
    assert len(chosen(found)) == len(found.blocks)


def test_a_tree_gives_the_value_of_the_leaf_that_its_questions_lead_to() -> None:
    # words <= log(1 + 4)? then 1, else: is it a link? then 4 else 2
    told = {
        "fields": ["words", "linked"],
        "trees": [{"asks": [0, 1], "most": [1.7, 0.5], "out": [1, 2], "values": [1.0, 2.0, 4.0]}] * 2,
    }
    blocks = examined(
        "<html><body><p>Two words</p><p>This one has some more words.</p>"
        "<p><a href='/'>This one has some more words that lead elsewhere.</a></p></body></html>"
    )
    assert Trees.of(told).scores(blocks) == [2.0, 4.0, 8.0]


def test_a_long_page_is_weighed_in_parts_like_a_short_one() -> None:
    title, paragraphs, _ = PAGES["en"]
    long = page("en").replace("</article>", "".join(f"<p>{text}</p>" for text in paragraphs * 300) + "</article>")
    found = examined(long)
    assert len(found.blocks) > 1500
    kept = chosen(found)
    texts = {text for one, keep in zip(found.blocks, kept, strict=True) if keep for text in [one.text]}
    assert texts >= set(paragraphs)
    assert "Advertisement" not in texts
    assert title
