"""Finding what one may see (spec/search.md): an index that tells nothing, and results that pass the policy first."""
