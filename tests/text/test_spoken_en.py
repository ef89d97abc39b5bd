"""English wording: the forms of news and blogs, each said as a person reading aloud would."""

from __future__ import annotations

import pytest

from narrate.text.spoken import edits, in_words, worded

SAID = {
    # numbers that describe a noun
    "a 2,300-page report": "a two thousand three hundred page report",
    "a 2.5-litre engine": "a two point five litre engine",
    "a 20-year-old man": "a twenty year old man",
    "a 3-to-5-day wait": "a three to five day wait",
    "a 1750-word essay": "a one thousand seven hundred fifty word essay",
    "a 1990s-era car": "a nineteen nineties-era car",
    "an 18-month, 10-km-wide search": "an eighteen month, ten kilometer wide search",
    "5-a-side football": "five a side football",
    "a 16GB model": "a sixteen gigabyte model",
    "the 10 km race": "the ten kilometer race",
    "the 10 km he ran": "the ten kilometers he ran",
    "F-16s and under-16s": "F sixteens and under sixteens",
    # money as an adjective, and not
    "a $5 note": "a five dollar note",
    "the $1.85 trillion budget": "the one point eight five trillion dollar budget",
    "his £2m house": "his two million pound house",
    "a 10-day, $50 million trip": "a ten day, fifty million dollar trip",
    "the company's new $1.2 billion plant": "the company's new one point two billion dollar plant",
    "pays $500 million fine": "pays five hundred million dollar fine",
    "in $20 bills": "in twenty dollar bills",
    "the $20-an-hour job": "the twenty dollar an hour job",
    "a $100-million mansion": "a one hundred million dollar mansion",
    "She had $5 million in cash": "She had five million dollars in cash",
    "spent $3 million Tuesday": "spent three million dollars Tuesday",
    "raised $2 billion last year": "raised two billion dollars last year",
    "the $5 million raised": "the five million dollars raised",
    "the $83 million Trump was told to pay": "the eighty-three million dollars Trump was told to pay",
    "a total of $5 million was": "a total of five million dollars was",
    "the $5 million that he owed": "the five million dollars that he owed",
    "$40-$75": "forty dollars to seventy-five dollars",
    "$5-$10 million": "five to ten million dollars",
    "₹2,000 crore": "two thousand crore rupees",
    "1p": "one penny",
    "R50bn but R2-D2": "fifty billion rand but R two D two",
    # streets, states, parties, wars
    "on St. James St. near St. Paul's": "on Saint James street near Saint Paul's",
    "Jill St. John": "Jill Saint John",
    "12 Oak Dr. with Dr. Brown": "twelve Oak drive with Doctor Brown",
    "W. 42nd St. in": "West forty-second street in",
    "Elm St., Apt. 5B": "Elm street, apartment five B",
    "Sen. Chuck Schumer (D-N.Y.) met": "Senator Chuck Schumer (Democrat of New York) met",
    "Ted Cruz, R-Texas, and": "Ted Cruz, Republican of Texas, and",
    "Adam Schiff (D-Calif.).": "Adam Schiff (Democrat of California).",
    "Bernie Sanders (I-Vt.) on I-95": "Bernie Sanders (independent of Vermont) on I ninety-five",
    "in Flint, Mich., today": "in Flint, Michigan, today",
    "D-Rings": "D-Rings",
    "R-rated on D-Day": "R-rated on D-Day",
    "in WWII and WWI": "in World War Two and World War One",
    "(pop. 2.3m)": "(population two point three million)",
    "Mr. and Mrs. Jones": "Mister and Missus Jones",
    # Roman numerals
    "Elizabeth I ruled; I think so": "Elizabeth the first ruled; I think so",
    "the Charles I knew": "the Charles I knew",
    "Malcolm X": "Malcolm X",
    "Act II, Scene iv": "Act two, Scene four",
    "an IV drip": "an I.V drip",
    "in MCMXCIV": "in nineteen ninety-four",
    "Vol. II": "Volume two",
    "the article I could find": "the article I could find",
    "high-volume CI work": "high-volume CI work",
    "without VI ready": "without V.I ready",
    # dates and times
    "May 5, 2025: Corrected": "May fifth, twenty twenty-five: Corrected",
    "Tuesday-Thursday-Saturday": "Tuesday-Thursday-Saturday",
    "an H200 chip": "an H two hundred chip",
    "the mid-1980s and his mid-30s": "the mid-nineteen eighties and his mid-thirties",
    "June 30–July 2": "June thirtieth to July second",
    "Jan.–March 2020": "January to March twenty twenty",
    "Monday–Friday": "Monday to Friday",
    "2019–present": "twenty nineteen to present",
    "noon-3 p.m. on": "noon to three P.M on",
    "2023-10-07T12:30:00Z": "October seventh, twenty twenty-three, twelve thirty U.T.C",
    "FY2024 and FY23": "fiscal year twenty twenty-four and fiscal year twenty twenty-three",
    "in Q1, Q1 sales": "in the first quarter, first quarter sales",
    "at 0630": "at oh six thirty",
    "at 1845 hours": "at eighteen forty-five hours",
    "in 3:45.2": "in three minutes forty-five point two seconds",
    "2h 15m": "two hours fifteen minutes",
    "19 and 20 March": "the nineteenth and the twentieth of March",
    # measures
    "6 ft 2 in tall": "six feet two inches tall",
    "5 cm × 10 cm": "five centimeters by ten centimeters",
    "1920x1080": "nineteen twenty by ten eighty",
    "14.2×5.2×1.6 inches": "fourteen point two by five point two by one point six inches",
    "some 2x4s": "some two by fours",
    "ran the 100m in 9.58s": "ran the one hundred meters in nine point five eight seconds",
    "the 4x100m relay": "the four by one hundred meters relay",
    "100m people": "one hundred million people",
    "25bps": "twenty-five basis points",
    "a 30-yr. fixed loan": "a thirty year fixed loan",
    "20 sq. mi. of": "twenty square miles of",
    "the 30C heat": "the thirty degrees Celsius heat",
    "¾ tsp and 1½ cups": "three quarters teaspoon and one and a half cups",
    "about ~300": "about three hundred",
    "±5%": "plus or minus five percent",
    "4k video": "four K video",
    "0x08": "zero x zero eight",
    "3 bn": "three billion",
    # numbers in other forms
    "a 50-50 split": "a fifty fifty split",
    "the 80-20 rule": "the eighty twenty rule",
    "20/20 vision": "twenty twenty vision",
    "Windows 10/11, 32/64-bit": "Windows ten eleven, thirty-two sixty-four-bit",
    "Boeing 737-800": "Boeing seven thirty-seven eight hundred",
    "Proverbs 3:5-6": "Proverbs three, five to six",
    "GPT-3.5, PM2.5, v2.0": "G.P.T three point five, P.M two point five, v two point zero",
    "^ Gettell": " Gettell",
    "10^6": "ten to the power of six",
    "No.1": "number one",
    "call 555-1234": "call five five five, one two three four",
    "020 7946 0958": "zero two zero, seven nine four six, zero nine five eight",
    # signs and tags
    "A → B": "A to B",
    "#2024Election": "hashtag twenty twenty-four Election",
    "C++ and C#": "C plus plus and C sharp",
    "up 2% y/y": "up two percent year on year",
}


@pytest.mark.parametrize("written", SAID)
def test_a_form_of_the_news_is_said_as_a_reader_would(written: str) -> None:
    assert worded(written, edits(written, "en")) == SAID[written]


def test_a_bare_host_is_a_name_and_an_address_is_a_link() -> None:
    assert in_words("He booked it on Booking.com last year.", "en") == "He booked it on booking dot com last year."
    assert in_words("See https://example.com/a for more.", "en") == "See link to example dot com for more."
    assert in_words("See example.com/a for more.", "en") == "See link to example dot com for more."
