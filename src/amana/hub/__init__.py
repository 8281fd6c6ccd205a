"""The relay between phones and desks: it keeps sealed envelopes for mailboxes, and can read none (spec/hub.md)."""
