"""The portal's SQLite backend, in ``base``."""
