"""Every act is recorded under a registered verb with a sentence."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from consult.consultations.stages import STAGE_VERBS
from consult.ledger import registry
from consult.notices.registry import verbs_told

ROOT = Path(__file__).resolve().parents[2]
# Actions that write no entry, each with the reason.
SILENT = {
    "ledger": "the ledger itself",
    "notices": "inbox, outbox and preferences concern one reader; the act they tell of is recorded",
}
SILENT_FUNCTIONS: dict[str, str] = {
    "forums.save_draft": "an unsent text is nobody's act, and its writer's alone",
    "forums.restore_draft": "as above",
    "forums.discard_draft": "as above",
    "reports.see": "who of the council has what open is no act",
    "reports.move": "its halves record: taken out of one point, placed in another",
    "forums.attach_file": "part of an unsent text; the entry of its sending commits to it",
    "forums.remove_file": "as above",
}
ACTION_FILES = [
    path
    for path in sorted((ROOT / "consult").glob("*/actions*.py"))
    + sorted((ROOT / "consult").glob("*/*_actions.py"))
    if path.parent.name not in SILENT
]


def public_actions():
    for path in ACTION_FILES:
        tree = ast.parse(path.read_text())
        names = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in names.values():
            atomic = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
            if not node.name.startswith("_") and atomic:
                yield path, node, names


def calls(node) -> set[str]:
    return {ast.unparse(call.func).split(".")[-1] for call in ast.walk(node) if isinstance(call, ast.Call)}


def records(node, names, seen=()) -> bool:
    """Whether the function records, itself or through a helper of the same file or another action."""
    called = calls(node)
    if "record" in called or any(name.startswith("record_") for name in called):
        return True
    helpers = [names[name] for name in called if name in names and name not in seen]
    return any(records(helper, names, (*seen, helper.name)) for helper in helpers)


@pytest.mark.parametrize(
    ("path", "node", "names"),
    [pytest.param(*row, id=f"{row[0].parent.name}.{row[1].name}") for row in public_actions()],
)
def test_every_action_records(path, node, names):
    key = f"{path.parent.name}.{node.name}"
    assert records(node, names) != (key in SILENT_FUNCTIONS), key


def test_the_check_of_actions_finds_them():
    found = {f"{path.parent.name}.{node.name}" for path, node, _names in public_actions()}
    assert {"forums.post_comment", "polls.cast_ballot", "documents.publish_version"} <= found


@pytest.mark.parametrize("verb", registry.all_verbs(), ids=str)
def test_a_verb_has_a_sentence(verb):
    assert "%(who)s" in str(verb.sentence)
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", verb.name)
    assert verb.audience in registry.AUDIENCES


def test_stages_open_registered_staged_verbs():
    known = {verb.name: verb for verb in registry.all_verbs()}
    for names in STAGE_VERBS.values():
        for name in names:
            assert known[name].staged, name


def test_notices_listen_to_registered_verbs():
    assert verbs_told() <= {verb.name for verb in registry.all_verbs()}
    assert verbs_told()


STARTED = """
import sys, django
django.setup()
print(" ".join(sorted(name for name in sys.modules if name.startswith("consult.") and name.endswith("verbs"))))
"""


def test_every_process_knows_every_verb():
    """A worker loads no pages: what it tells of must be registered when the apps are ready."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "consult.config.settings.test"}
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "consult").glob("*/*verbs.py")
    }
    assert modules - set(done.stdout.split()) == set()
