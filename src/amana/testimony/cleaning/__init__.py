"""What strangers sent, made anew before anyone sees or hears it: pixels from pictures and pages, sound from sound.

The original stays sealed as it came. It is read in a process of its own that has no keys, no files, no network and
little time (spec/attachments.md).
"""
