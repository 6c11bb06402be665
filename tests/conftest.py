"""Shared by all tests."""

from pathlib import Path

import pytest
from django.core.cache import caches

from consult.kit.catalogues import compile_folder


def pytest_configure():
    """English and the words of the libraries come from compiled catalogues, which are not kept in the repository."""
    compile_folder(Path(__file__).resolve().parents[1] / "locale")


@pytest.fixture(autouse=True)
def _fresh_cache():
    for name in caches.settings:
        caches[name].clear()


@pytest.fixture
def signed_in(client):
    """A test client signed in as a user: `signed_in(user)`."""

    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Engineers who test side by side name their own test database with PYTEST_DB."""
    import os

    from django.conf import settings

    if name := os.environ.get("PYTEST_DB"):
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["NAME"] = f"test_{name}{os.environ.get('PYTEST_XDIST_WORKER', '')}"


# Rows that migrations put in and that tests only read.
REFERENCE_TABLES = {
    "experts_field",
    "people_consenttext",
    "consultations_deadlinerule",
    "consultations_holiday",
    "django_content_type",
    "auth_permission",
}


APPEND_ONLY = ("ledger_entry", "forums_commentrevision")


@pytest.fixture(scope="session", autouse=True)
def _flush_that_respects_the_house():
    """Between transactional tests Django empties every table; triggers of some forbid that, and rightly.

    Only here, as the owner of the throw-away database's tables, it is off while tables are emptied; reference
    rows stay.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain_flush, plain_sql = DatabaseOperations.execute_sql_flush, DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        return plain_sql(self, style, [t for t in tables if t not in REFERENCE_TABLES], **options)

    def execute_sql_flush(self, sql_list):
        off, on = (
            [f"ALTER TABLE {table} {verb} TRIGGER USER" for table in APPEND_ONLY]
            for verb in ("DISABLE", "ENABLE")
        )
        return plain_flush(self, [*off, *sql_list, *on])

    DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush = sql_flush, execute_sql_flush
    yield
    DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush = plain_sql, plain_flush
