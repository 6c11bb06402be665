"""The guard of clauses locks its version first, so that no clause slips in while the version is published.

Without the lock the guard reads the state before the publication commits, and the clause arrives after it. The
guard also looks at both versions when a clause is moved from one to another.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION documents_clause_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  holders bigint[];
  found text;
BEGIN
  IF TG_OP = 'INSERT' THEN holders := ARRAY[NEW.version_id];
  ELSIF TG_OP = 'DELETE' THEN holders := ARRAY[OLD.version_id];
  ELSE holders := ARRAY[OLD.version_id, NEW.version_id];
  END IF;
  FOR found IN
    SELECT state FROM documents_draftversion WHERE id = ANY(holders) ORDER BY id FOR SHARE
  LOOP
    IF found = 'published' THEN
      RAISE EXCEPTION 'clauses of a published version are frozen' USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION documents_clause_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE holder bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN holder := NEW.version_id; ELSE holder := OLD.version_id; END IF;
  IF EXISTS (SELECT 1 FROM documents_draftversion WHERE id = holder AND state = 'published') THEN
    RAISE EXCEPTION 'clauses of a published version are frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_frozen")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
