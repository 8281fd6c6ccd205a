"""Community workers: invited, compared by voice, sent a list of pseudonyms, ended (spec/worker.md)."""
