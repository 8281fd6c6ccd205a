"""What templates of all rooms may ask for."""
