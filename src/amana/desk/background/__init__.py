"""Work that takes longer than a page may: kept in the desk's table of jobs, done by a process that holds no key."""
