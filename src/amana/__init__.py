"""Amana: a safe path from a survivor's account to care, to evidence, and to numbers the world can trust.

The folders follow an account's path: sealing, hub, desk, testimony, care,
events, parties, counting, release. Start at `cli.py`.
"""
