"""A published version and its clauses never change: refused by the database, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION documents_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'a published version is frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_version_no_change BEFORE UPDATE OR DELETE ON documents_draftversion
  FOR EACH ROW EXECUTE FUNCTION documents_version_frozen();

CREATE FUNCTION documents_clause_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE holder bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN holder := NEW.version_id; ELSE holder := OLD.version_id; END IF;
  IF EXISTS (SELECT 1 FROM documents_draftversion WHERE id = holder AND state = 'published') THEN
    RAISE EXCEPTION 'clauses of a published version are frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_clause_no_change BEFORE INSERT OR UPDATE OR DELETE ON documents_clause
  FOR EACH ROW EXECUTE FUNCTION documents_clause_frozen();
"""
BACKWARD = """
DROP TRIGGER documents_clause_no_change ON documents_clause;
DROP FUNCTION documents_clause_frozen();
DROP TRIGGER documents_version_no_change ON documents_draftversion;
DROP FUNCTION documents_version_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_links")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
