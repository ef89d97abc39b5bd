"""A podcast's library: what was narrated of which article, into which files; batches that add to it and mend it."""
