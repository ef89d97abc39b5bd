"""Timed text: a programme's sentences cut into captions, where and when each stands."""
