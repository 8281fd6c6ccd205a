"""What is about SQLCipher's own file has nothing to say about PostgreSQL, and is not collected there."""

import os

collect_ignore = ["test_sqlcipher.py"] if os.environ.get("AMANA_TEST_DATABASE") == "postgresql" else []
