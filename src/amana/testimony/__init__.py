"""What was told: inbox, testimonies as told, consents, attachments, and the custody log."""
