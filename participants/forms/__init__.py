"""Forms of the participants app, by subject."""
