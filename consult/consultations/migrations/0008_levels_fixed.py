"""The levels of a file never change once it was opened: refused by the database, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION consultations_levels_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'prepared' AND (NEW.levels IS DISTINCT FROM OLD.levels OR NEW.state = 'prepared') THEN
    RAISE EXCEPTION 'the levels of an opened file are fixed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consultations_levels_no_change BEFORE UPDATE ON consultations_consultation
  FOR EACH ROW EXECUTE FUNCTION consultations_levels_fixed();
"""
BACKWARD = """
DROP TRIGGER consultations_levels_no_change ON consultations_consultation;
DROP FUNCTION consultations_levels_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0007_levels")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
