"""Letters to receipts: when they go, what they say, and sending them (spec/receipt.md, "Letters")."""
