"""Django's SQLite backend over SQLCipher: every byte on the disk is encrypted."""
