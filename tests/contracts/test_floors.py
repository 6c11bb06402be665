"""Imports, foreign keys and files keep the shape of the house."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    ("reports", "rounds"),
    ("forums", "polls", "rooms"),
    ("consultations",),
    ("documents", "experts"),
    ("notices", "live"),
    ("people",),
    ("ledger",),
    ("kit",),
]
FLOOR_OF = {app: len(FLOORS) - place for place, row in enumerate(FLOORS) for app in row} | {"desk": 99}
SOURCES = sorted((ROOT / "consult").rglob("*.py"))
OWN_APPS = [config for config in apps.get_app_configs() if config.name.startswith("consult.")]


def test_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def own_foreign_keys():
    for config in OWN_APPS:
        for model in config.get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    yield config.label, model, field


def test_foreign_keys_point_down_or_stay():
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for app, model, field in own_foreign_keys()
        if field.related_model._meta.app_label in FLOOR_OF
        and field.related_model._meta.app_label != app
        and FLOOR_OF[field.related_model._meta.app_label] >= FLOOR_OF[app]
    ]
    assert not wrong


def test_the_check_of_foreign_keys_sees_them():
    seen = {f"{model.__name__}.{field.name}" for _app, model, field in own_foreign_keys()}
    assert {"Comment.voice", "Citation.poll", "Organisation.book"} <= seen


def test_no_generic_foreign_key():
    assert not [
        path for path in SOURCES if "GenericForeignKey" in path.read_text() and "tests" not in str(path)
    ]


def test_every_app_is_on_a_floor():
    assert {config.label for config in OWN_APPS} == set(FLOOR_OF)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_small(path):
    if "migrations" in path.parts:
        return
    assert len(path.read_text().splitlines()) <= 400, "a file over 400 lines wants to be two"


def functions():
    for path in SOURCES:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path, node


def test_functions_are_short():
    """40 lines is what a function wants; docstring and signature not counted, 50 is refused."""
    long = []
    for path, node in functions():
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and body[-1].end_lineno - body[0].lineno + 1 > 50:
            long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long


def test_every_app_has_a_charter():
    for config in OWN_APPS:
        assert (config.module.__doc__ or "").strip(), f"{config.name} has no docstring"


def test_views_ask_no_role_and_no_orm():
    words = (".objects", "if role", ".filter(", "select_related")
    wrong = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in SOURCES
        if path.name.startswith("views")
        for word in words
        if word in path.read_text()
    ]
    assert not wrong


def test_no_raw_sql_is_built_from_text():
    """RawSQL takes a constant of its module (`_NAME`), and values only as parameters; `.extra` is not used."""
    wrong = [
        f"{path.relative_to(ROOT)}: {ast.unparse(call)}"
        for path in SOURCES
        if "migrations" not in path.parts
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and (_name_of(call) == "extra" or _builds_sql(call))
    ]
    assert not wrong


def test_sql_from_text_would_be_seen():
    for text in (
        "RawSQL(f'SELECT {x}', [])",
        "RawSQL(sql, [])",
        "expressions.RawSQL('a' + b, [])",
        "RawSQL()",
    ):
        assert _builds_sql(ast.parse(text, mode="eval").body), text
    assert not _builds_sql(ast.parse("RawSQL(_OWN, [user.pk])", mode="eval").body)


def _name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _builds_sql(call: ast.Call) -> bool:
    if _name_of(call) != "RawSQL":
        return False
    sql = call.args[0] if call.args else None
    return not (isinstance(sql, ast.Name) and sql.id.isupper())
