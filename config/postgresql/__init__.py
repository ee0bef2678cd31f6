"""The portal's PostgreSQL backend, in ``base``."""
