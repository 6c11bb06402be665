"""Rulings are never changed or removed, and approval before showing is fixed when the file opens, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_ruling_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rulings are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER forums_ruling_no_change BEFORE UPDATE OR DELETE ON forums_ruling
  FOR EACH ROW EXECUTE FUNCTION forums_ruling_append_only();

CREATE FUNCTION forums_premoderation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found text;
  before boolean := false;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD.premoderated; END IF;
  IF NEW.premoderated IS DISTINCT FROM before THEN
    SELECT state INTO found FROM consultations_consultation WHERE id = NEW.consultation_id FOR SHARE;
    IF found <> 'prepared' THEN
      RAISE EXCEPTION 'approval before showing is fixed when the file opens' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER forums_premoderation_no_change BEFORE INSERT OR UPDATE ON forums_conduct
  FOR EACH ROW EXECUTE FUNCTION forums_premoderation_fixed();
"""
BACKWARD = """
DROP TRIGGER forums_premoderation_no_change ON forums_conduct;
DROP FUNCTION forums_premoderation_fixed();
DROP TRIGGER forums_ruling_no_change ON forums_ruling;
DROP FUNCTION forums_ruling_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0007_moderation"), ("consultations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
