"""The door for ODK Collect and KoboCollect, by OpenRosa: encrypted submissions in, empty forms out (spec/odk.md)."""
