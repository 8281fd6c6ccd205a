"""Survivors as caseworkers help them: who has which case, what is to be done, what threatens, and what was agreed."""
