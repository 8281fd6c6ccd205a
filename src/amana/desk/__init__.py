"""The desk: the Django project that alone opens envelopes, and is locked until someone opens it."""
