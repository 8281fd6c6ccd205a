"""Accounts that go to a partner desk: chosen, checked, and approved by a second person (spec/sharing.md)."""
