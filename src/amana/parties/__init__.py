"""Who is said to have done it: parties by name."""
