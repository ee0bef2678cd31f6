"""The portal's SQLite backend; see ``base``."""
