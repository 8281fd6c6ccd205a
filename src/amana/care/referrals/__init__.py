"""Referrals: to which service a person was sent, what it may know of her, and what came of it."""
