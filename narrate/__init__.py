"""Narrate turns articles into narrated audio."""

import logging

__version__ = "0.1.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())  # the program that uses us decides what is shown
