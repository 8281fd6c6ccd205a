"""`./amana keygen`, `./amana seal` and `./amana open`: on files and pipes, like other age programs."""
