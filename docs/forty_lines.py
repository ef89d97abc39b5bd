"""The whole path from an article to a WAV file, in plain lines: what `narrate` does, without cores, cache and codecs.

python docs/forty_lines.py samples/quiet-mill.md mill.wav
"""

import sys
import wave
from pathlib import Path

import numpy as np

from narrate import voices
from narrate.audio.edits import fault, trimmed
from narrate.audio.loudness import amplitude, integrated, limited
from narrate.model import Document
from narrate.readers import read
from narrate.samples import quantised
from narrate.text.clean import clean
from narrate.text.script import prepare

source, target = sys.argv[1:]
article = read(Document(data=Path(source).read_bytes(), source=source))  # bytes -> typed blocks, as written
article, removed = clean(article)  # what is no article text goes, with the reason
script = prepare(article, removed)  # sentences, wording, language, pauses

pieces, speakers = [], {}
for sentence in script.sentences:
    voice = voices.default(sentence.language)
    if voice not in speakers:
        speakers[voice] = voices.open_speaker(voice)
    clip = speakers[voice].say(sentence.spoken, sentence.language, 1.0)  # one sentence, already in words
    if problem := fault(clip, sentence.spoken):
        sys.exit(f"{sentence.block.anchor}: {problem}")
    clip = trimmed(clip)  # no silent edges, faded ends: nothing clicks
    pieces += [clip.pcm, np.zeros(round(sentence.pause * clip.rate), np.float32)]
    print(f"{len(clip.pcm) / clip.rate:6.2f} s  {sentence.text}")

programme = np.concatenate(pieces)
gain = amplitude(-16 - integrated([programme], clip.rate))  # LUFS, as podcasts want it
with wave.open(target, "wb") as file:
    file.setparams((1, 2, clip.rate, 0, "NONE", ""))
    file.writeframes(quantised(limited(programme * gain, amplitude(-1), clip.rate)).tobytes())
for speaker in speakers.values():
    speaker.close()
