"""What happened: events and acts, and what published sources claim of them."""
