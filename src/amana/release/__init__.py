"""The one door out: briefs, disclosure control, leak check, approval, signed files.

`brief/`, `suppression.py` and `leak.py` are plain Python over plain data; the
models, actions and pages beside them belong to the desk. No room imports this one.
"""
