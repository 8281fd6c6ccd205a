"""What is about SQLCipher's own file has nothing to say about PostgreSQL, and is not collected there.

Nor is what asks for every page there is: the queries are Django's, and one database says what they leave out.
"""

import os

ONE_DATABASE = ["test_sqlcipher.py", "test_nothing_foreign.py"]
collect_ignore = ONE_DATABASE if os.environ.get("AMANA_TEST_DATABASE") == "postgresql" else []
