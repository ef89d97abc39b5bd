"""Whether the highlighted word is the one that sounds: measured in a browser, by what comes out of its player."""

from __future__ import annotations

import logging
from bisect import bisect_right
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest

from narrate import words
from narrate.model import Narration
from tests.conformance.pages import BEEP, RATE, beeping, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

log = logging.getLogger(__name__)  # the figures: pytest --log-cli-level=INFO
CLOSE = 0.15
"""Seconds that a highlighted word may be off."""
SHARE = 0.95
TEXTS = (
    "One two three four five six seven eight.",
    "Nine ten eleven twelve.",
    "All of it again, in one go, to the end.",
)
LISTEN = """async (rate) => {
  const sound = document.getElementById("sound"), context = new AudioContext(), ear = context.createAnalyser();
  ear.fftSize = 16384;  // a third of a second: nothing is missed while the machine is busy
  context.createMediaElementSource(sound).connect(ear).connect(context.destination);
  await context.resume();
  sound.currentTime = 0;
  sound.playbackRate = rate;
  const shown = [], heard = [], wave = new Float32Array(ear.fftSize), quiet = context.sampleRate * 0.02;
  const word = () => document.querySelector(".s .now");
  const all = [...document.querySelectorAll(".s span")];
  await sound.play();
  await new Promise((done) => {
    const look = () => {
      const clock = context.getOutputTimestamp();  // what comes out of the speaker now
      const end = context.currentTime;
      ear.getFloatTimeDomainData(wave);
      let silence = 0;
      for (let at = 0; at < wave.length; at += 1) {
        if (Math.abs(wave[at]) < 0.02) { silence += 1; continue; }
        if (silence > quiet) {
          const time = end - (wave.length - at) / context.sampleRate;
          heard.push(clock.performanceTime / 1000 + time - clock.contextTime);
        }
        silence = 0;
      }
      shown.push([performance.now() / 1000, all.indexOf(word())]);
      if (sound.ended) done(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return [shown, heard];
}"""
SAMPLE = """async ([rate, from, seconds]) => {
  const sound = document.getElementById("sound"), all = [...document.querySelectorAll(".s span:not(.s)")];
  sound.currentTime = from;
  sound.playbackRate = rate;
  await sound.play();
  const found = [], end = performance.now() + seconds * 1000;
  while (performance.now() < end && !sound.ended) {
    await new Promise((done) => setTimeout(done, 20));
    found.push([sound.currentTime, all.indexOf(document.querySelector(".s .now"))]);
  }
  sound.pause();
  return found;
}"""


def merged(moments: list[float]) -> list[float]:
    """Every beep once: looks overlap, so that each one is seen several times."""
    found: list[float] = []
    for moment in sorted(moments):
        if not found or moment - found[-1] > 0.08:
            found.append(moment)
    return found


@pytest.mark.parametrize("rate", [0.5, 1, 3])
def test_the_highlight_is_on_the_word_that_is_heard(browser: Browser, tmp_path: Path, rate: float) -> None:
    narration, target = beeping(tmp_path, TEXTS)
    counts = [len(words.timed(cue)) for cue in narration.timeline.cues]
    count = sum(counts)
    with opened(browser, target) as one:
        shown, heard = one.run(LISTEN, rate)
    beeps = merged(heard)
    assert len(beeps) == count
    moments = [beeps[0] + 0.01 * step for step in range(int((beeps[-1] - beeps[0]) / 0.01))]
    rests = [(beeps[word - 1] + BEEP / rate, beeps[word]) for word in list(accumulate(counts))[:-1]]
    good = 0
    for moment in moments:
        lit = shown[bisect_right(shown, [moment, count]) - 1][1]
        first, last = (bisect_right(beeps, moment + shift) - 1 for shift in (-CLOSE, CLOSE))
        resting = lit < 0 and any(begin - CLOSE <= moment <= finish + CLOSE for begin, finish in rests)
        good += first <= lit <= last or resting
    begun = {word: moment for moment, word in reversed(shown) if word >= 0}
    late = [begun[word] - beeps[word] for word in range(1, count)]
    worst = min(late), max(late)
    log.info("rate %s: %.4f close, late by %.3f s, from %.3f to %.3f", rate, good / len(moments), median(late), *worst)
    assert good / len(moments) >= SHARE


@pytest.mark.parametrize("rate", [0.5, 1, 3])
def test_the_highlight_of_speech_is_where_the_timeline_says(
    browser: Browser, ferry: tuple[Narration, Path], rate: float
) -> None:
    narration, target = ferry
    begins = [word.begin / RATE for cue in narration.timeline.cues for word in words.timed(cue)]
    ends = [word.finish / RATE for cue in narration.timeline.cues for word in words.timed(cue)]
    assert all(one <= other for one, other in pairwise(begins))
    with opened(browser, target) as one:
        found = one.run(SAMPLE, [rate, 8.0, 10.0])
    good = 0
    for time, lit in found:
        first, last = (bisect_right(begins, time + shift) - 1 for shift in (-CLOSE, CLOSE))
        resting = lit < 0 and not any(b + CLOSE < time < e - CLOSE for b, e in zip(begins, ends, strict=True))
        good += first <= lit <= last or resting
    log.info("rate %s: %.4f of %d looks close", rate, good / len(found), len(found))
    assert len(found) > 100
    assert good / len(found) >= SHARE
