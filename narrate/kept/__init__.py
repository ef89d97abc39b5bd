"""A finished narration as a folder: script, timeline, the sound without loss, report; docs/kept.md tells its form.

Everything that was made of an article can be made again from it, in other formats too, without speaking.
"""
