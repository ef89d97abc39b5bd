"""What we are compared with: the default engine as its own documentation uses it, in one process, to nowhere.

python -m benchmarks.bare load          import and load it
python -m benchmarks.bare speak FILE    speak the lines of a file, one sentence each
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    from hibari import Hibari

    voice = Hibari()
    seconds = 0.0
    if sys.argv[1] == "speak":
        for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
            seconds += len(voice(line, seed=0)) / voice.sample_rate
    print(round(seconds, 1))


if __name__ == "__main__":
    main()
