"""The people whom accounts are of."""
