"""Questionnaires: what a phone asks, made from words that are kept as data."""
