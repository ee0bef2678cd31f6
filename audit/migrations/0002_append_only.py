"""Make PostgreSQL itself refuse to change or delete a row of the audit trail.

A row that is older than 180 days may be removed by a transaction that says so (``AuditEventQuerySet.forget``).

TRUNCATE, as the test suite does between tests, changes no row and stays possible for the owner alone.
"""

from django.db import migrations

INSTALL = """
CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('portal.forgets', true) = 'on'
        AND OLD.at < now() - interval '180 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The trail is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_is_append_only BEFORE UPDATE OR DELETE ON audit_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();
"""
REMOVE = """
DROP TRIGGER audit_event_is_append_only ON audit_auditevent;
DROP FUNCTION audit_event_is_append_only();
"""


def install(apps, schema_editor):
    """Add the trigger where the database is PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INSTALL, params=None)


def remove(apps, schema_editor):
    """Remove the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
