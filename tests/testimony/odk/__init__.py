"""What comes by ODK Collect, at the desk."""
