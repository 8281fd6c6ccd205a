"""How many at least, and how many in all: engines over plain data, and their command."""
