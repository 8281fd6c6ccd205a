"""What comes by way of ODK Collect and KoboCollect: opened, joined from its posts, and kept as told (spec/odk.md)."""
