"""The kind of mail that this app sends through the outbox; codes leave in the request."""

from notifications.kinds import Kind

# What has happened to an account is told whatever happened since.
EMAIL_CHANGED = Kind(name="email_changed", still_due=lambda _message: True, urgent=True)
