"""The desk's own subcommands, one module each."""
