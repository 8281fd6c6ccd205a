"""What the builder itself says in a form, by language: `vocabulary/form_words.yaml`."""

from amana.vocabulary import entries


def said(code: str) -> dict[str, str]:
    """Language → words. Raises KeyError for a code that the list does not have."""
    return dict(entries("form_words")[code].labels)
