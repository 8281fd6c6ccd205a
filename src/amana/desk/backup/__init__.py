"""Backups: all that a desk keeps, in a folder that opens with the recovery key alone (spec/backup.md).

`rows` and `folder` are pure; `database` reads and fills tables; `making` and `restoring` put them together.
"""
