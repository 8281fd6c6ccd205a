"""The custody log: what was done with what was entrusted, so that nobody can quietly change it (spec/custody.md).

`merkle`, `entry`, `checkpoint` and `files` are pure; `models` keeps; `log` records.
"""
