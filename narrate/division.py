"""Script -> utterances: what engines speak in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from narrate.calls import JOIN, cut
from narrate.contracts import EngineInfo
from narrate.model import Script, Sentence, Utterance

MOST = 2_000
"""Characters of an utterance, about: two minutes of sound, which is held in memory several times over."""


def divided(script: Script) -> Script:
    """The script with each sentence of more than `MOST` characters in pieces, each of them a sentence of its own."""
    return replace(script, sentences=tuple(piece for whole in script.sentences for piece in pieces(whole)))


def utterances(script: Script, info: Callable[[str], EngineInfo]) -> tuple[Utterance, ...]:
    """Group the sentences as their engines speak them best: singly, or a block's together up to `max_chars`.

    Those of more than `MOST` characters are to be `divided` before.
    """
    groups: list[list[Sentence]] = []
    length = 0
    for sentence in script.sentences:
        engine = info(sentence.voice)
        size = len(sentence.spoken) + 1
        last = groups[-1][-1] if groups else None
        joins = (
            engine.unit == "paragraph"
            and last is not None
            and last.block is sentence.block
            and (last.voice, last.language) == (sentence.voice, sentence.language)
            and length + size <= min(engine.max_chars, MOST)
        )
        if joins:
            groups[-1].append(sentence)
            length += size
        else:
            groups.append([sentence])
            length = size
    return tuple(Utterance(sentences=tuple(group)) for group in groups)


def pieces(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or parts of about `MOST` spoken characters at most, cut at clauses and never inside an edit."""
    if len(sentence.text) + sum(len(edit.spoken) for edit in sentence.edits) <= MOST:
        yield sentence
        return
    length = len(sentence.text)
    places = [0]
    said = 0
    for text in cut(sentence.spoken, MOST):
        if len(places) > 1 and not any(map(str.isalnum, text)):
            places.pop()  # it has no sound of its own
        said += len(text)
        begin, end = sentence.written(said)
        places.append(min(begin if begin > places[-1] else end, length))
    for start, end in pairwise(sorted({*places[:-1], length})):
        edits = [edit for edit in sentence.edits if start <= edit.start and (edit.start < end or end == length)]
        yield replace(
            sentence,
            start=sentence.start + start,
            end=sentence.start + end,
            edits=tuple(replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits),
            pause=sentence.pause if end == length else JOIN,
        )
