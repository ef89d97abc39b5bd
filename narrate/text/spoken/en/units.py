"""Units of measure as English news writes them, and their names."""

from __future__ import annotations

import re

# Unit -> one, many. Only units that are hardly anything else behind a figure.
UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometer", "kilometers"), "m": ("meter", "meters"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "nm": ("nanometer", "nanometers"), "µm": ("micrometer", "micrometers"),
    "μm": ("micrometer", "micrometers"), "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "µg": ("microgram", "micrograms"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "l": ("liter", "liters"), "L": ("liter", "liters"), "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"), "ha": ("hectare", "hectares"),
    "km/h": ("kilometer per hour", "kilometers per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "kmh": ("kilometer per hour", "kilometers per hour"), "mph": ("mile per hour", "miles per hour"),
    "m/s": ("meter per second", "meters per second"), "rpm": ("revolution per minute", "revolutions per minute"),
    "mpg": ("mile per gallon", "miles per gallon"), "bpm": ("beat per minute", "beats per minute"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"), "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"), "TW": ("terawatt", "terawatts"),
    "Wh": ("watt hour", "watt hours"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "MWh": ("megawatt hour", "megawatt hours"), "GWh": ("gigawatt hour", "gigawatt hours"),
    "TWh": ("terawatt hour", "terawatt hours"), "mAh": ("milliamp hour", "milliamp hours"),
    "kV": ("kilovolt", "kilovolts"), "kB": ("kilobyte", "kilobytes"), "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "Mbps": ("megabit per second", "megabits per second"), "mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "MB/s": ("megabyte per second", "megabytes per second"),
    "MP": ("megapixel", "megapixels"), "dB": ("decibel", "decibels"), "kcal": ("kilocalorie", "kilocalories"),
    "cal": ("calorie", "calories"), "kJ": ("kilojoule", "kilojoules"), "hPa": ("hectopascal", "hectopascals"),
    "MPa": ("megapascal", "megapascals"), "psi": ("pound per square inch", "pounds per square inch"),
    "ppm": ("part per million", "parts per million"), "hp": ("horsepower", "horsepower"),
    "sq ft": ("square foot", "square feet"), "sq. ft.": ("square foot", "square feet"), "sq km": ("square kilometer",
    "square kilometers"),
    "sq mi": ("square mile", "square miles"), "cc": ("cubic centimeter", "cubic centimeters"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "° C": ("degree Celsius", "degrees Celsius"),
    "℃": ("degree Celsius", "degrees Celsius"), "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "° F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "ºC": ("degree Celsius", "degrees Celsius"), "ºF": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "º": ("degree", "degrees"), "ms": ("millisecond", "milliseconds"), "hr": ("hour",
    "hours"), "hrs": ("hour", "hours"),
    "mins": ("minute", "minutes"), "min": ("minute", "minutes"), "secs": ("second", "seconds"), "sec": ("second",
    "seconds"),
    "yrs": ("year", "years"), "yr": ("year", "years"), "px": ("pixel", "pixels"), "pp": ("percentage point",
    "percentage points"),
    "bbl": ("barrel", "barrels"), "t": ("tonne", "tonnes"), "kt": ("kiloton", "kilotons"), "inches": ("inch", "inches"),
    "h": ("hour", "hours"), "tbsp": ("tablespoon", "tablespoons"),
    "tsp": ("teaspoon", "teaspoons"), "pct": ("percent", "percent"), "bp": ("basis point", "basis points"),
    "bps": ("basis point", "basis points"), "fps": ("frame per second", "frames per second"),
    "Nm": ("newton meter", "newton meters"), "mo": ("month", "months"), "sq. mi.": ("square mile", "square miles"),
    "ac": ("acre", "acres"),
}  # fmt: skip
POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
FOLDED = {
    unit.lower(): unit
    for unit in ("kg", "km", "cm", "mm", "lbs", "lb", "oz", "ml", "mph", "kph", "mbps", "gb", "mb", "ghz", "khz")
}
# Letters that a figure often stands before without being measured in them ("the 5 K", "3 M", "7 W").
TIGHT = {"W", "t", "L"}
UNIT = "|".join(re.escape(unit) for unit in sorted({*UNITS, *(u.upper() for u in FOLDED)}, key=len, reverse=True))
PER = {"kg": "kilogram", "km": "kilometer", "m": "meter", "l": "liter", "L": "liter", "h": "hour", "hr": "hour",
        "s": "second", "min": "minute", "g": "gram", "100g": "one hundred grams", "ha": "hectare", "mi": "mile",
        "gal": "gallon"}  # fmt: skip
