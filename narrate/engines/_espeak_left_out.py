"""The languages on eSpeak NG's list that it can't read, by the names of their voices, with why.

Found with a sentence or more of ordinary text in each of its languages, by the phonemes that version 1.52 makes of
them. Its Chinese voices are not among them: they read all 3,755 characters of GB 2312's first level and 5,390 of the
5,401 of Big5's.
"""

LEFT_OUT = {
    "chr": "eSpeak names the letters of Cherokee one by one",
    "hak": "eSpeak says “Chinese letter” for each character of Hakka",
    "ja": "eSpeak says “Chinese letter” for each kanji",
    "kok": "eSpeak names the vowel signs of Konkani",
    "my": "eSpeak breaks down at Burmese",
    "shn": "eSpeak says “Myanmar letter” for many letters of Shan",
    "th": "eSpeak reads Thai letter by letter, its vowels in the wrong places",
}
