"""Rulings about objections are never changed or removed, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_objectionruling_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rulings are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reports_objectionruling_no_change BEFORE UPDATE OR DELETE ON reports_objectionruling
  FOR EACH ROW EXECUTE FUNCTION reports_objectionruling_append_only();
"""
BACKWARD = """
DROP TRIGGER reports_objectionruling_no_change ON reports_objectionruling;
DROP FUNCTION reports_objectionruling_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_objections_moderated")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
