"""A podcast's public files, made of values: feed, page, cover, catalogue. Nothing here speaks or keeps an index."""
