"""Migrations are complete, named, reversible, and import no project code."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "consult").glob("*/migrations/0*.py"))
OWN = {path.parts[-3] for path in FILES}


@pytest.mark.django_db
def test_no_model_change_without_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_named_and_free_of_project_code(path):
    assert "_auto_" not in path.stem
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not [name for name in names if name.split(".")[0] == "consult"]


def operations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in loader.disk_migrations.items():
        if app in OWN:
            for operation in migration.operations:
                yield f"{app}.{name}", operation


def test_reversible():
    wrong = [
        name
        for name, operation in operations()
        if isinstance(operation, (RunPython, RunSQL)) and not operation.reversible
    ]
    assert not wrong
    assert any(isinstance(operation, RunSQL) for _name, operation in operations())


def test_one_leaf_per_app():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert not loader.detect_conflicts()
