"""The one format that phone, hub and desk share: what is told is sealed, and only the desk that was chosen opens it."""
