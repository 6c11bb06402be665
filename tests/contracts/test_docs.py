"""The documentation says what is there: every noun, role, rule, verb, setting, command, and no dead link."""

import ast
import importlib
import inspect
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from consult.ledger import registry
from consult.ledger.models import Book
from consult.live import gates, outlet
from consult.people.roles import Role

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
READMES = ("README.md", "README.vi.md")
OWN_APPS = [config for config in apps.get_app_configs() if config.name.startswith("consult.")]
KINDS = (".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".typ", ".csv", ".po", ".yml", ".cfg")
NOT_OURS = {".git", ".venv", "var", "built", "__pycache__", "node_modules"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """Cells of every row of every table of a page, heads included."""
    lines = [line for line in page.splitlines() if line.startswith("|") and not re.match(r"[|\-: ]+$", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def first_cells(page: str, pattern: str) -> list[str]:
    """What stands in backticks in the first cell of a row and looks like `pattern`."""
    found = (re.fullmatch(rf"`({pattern})`", row[0]) for row in rows(page))
    return [match[1] for match in found if match]


# --- glossary, roles, rules ------------------------------------------------------------------------------------


def test_every_model_stands_in_the_glossary():
    there = {(row[2].strip("`"), row[3]) for row in rows(text("docs/glossary.md")) if len(row) == 4}
    models = {(model.__name__, config.label) for config in OWN_APPS for model in config.get_models()}
    assert models
    assert models - there == set(), "docs/glossary.md lacks these models"
    assert there - models == {("In the code", "App")}, "docs/glossary.md names models that are not there"


def test_every_role_has_its_row():
    page = text("docs/roles.md")
    assert sorted(first_cells(page, "[a-z_]+")) == sorted(Role.values)
    shown = {row[0].strip("`"): row[1] for row in rows(page) if len(row) == 4}
    assert {role: shown[role] for role in Role.values} == {role.value: str(role.label) for role in Role}


def rules_of_the_house() -> set[str]:
    found = set()
    for path in sorted((ROOT / "consult").glob("*/*rules.py")):
        module = importlib.import_module(f"consult.{path.parent.name}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("may_") and function.__module__ == module.__name__:
                found.add(f"{path.parent.name}.{name}")
    return found


def test_every_rule_is_listed_and_every_listed_rule_is_there():
    listed = first_cells(text("docs/roles.md"), r"[a-z]+\.may_\w+")
    assert len(listed) == len(set(listed))
    rules = rules_of_the_house()
    assert "forums.may_comment" in rules
    assert rules - set(listed) == set(), "docs/roles.md lacks these rules"
    assert set(listed) - rules == set(), "docs/roles.md names rules that are not there"


def test_the_page_of_roles_states_the_separation_that_the_code_holds():
    from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, clash

    page = text("docs/roles.md")
    assert "The Front compiles, the agency answers" in page
    for agency in AGENCY_ROLES:
        for council in COUNCIL_ROLES:
            assert clash({agency, council})


# --- verbs -----------------------------------------------------------------------------------------------------


def verb_line(verb) -> str:
    cells = [
        f"`{verb.name}`",
        str(verb.sentence),
        verb.audience,
        "live" if verb.live else "–",
        "staged" if verb.staged else "–",
        "fields" if verb.content else "–",
    ]
    return " | ".join(cells)


def test_the_page_of_verbs_is_the_registry():
    listed = [row for row in rows(text("docs/verbs.md")) if re.fullmatch(r"`[a-z_]+\.[a-z_]+`", row[0])]
    assert all(len(row) == 7 and row[6] for row in listed), "every verb has a meaning"
    page = {" | ".join([*row[:5], "–" if row[5] == "–" else "fields"]) for row in listed}
    assert len(page) == len(listed)
    house = {verb_line(verb) for verb in registry.all_verbs()}
    assert house - page == set(), "docs/verbs.md lacks these lines"
    assert page - house == set(), "docs/verbs.md has lines that are not so"


def test_audiences_are_explained():
    for audience in registry.AUDIENCES:
        assert f"`{audience}` " in text("docs/verbs.md")


# --- settings --------------------------------------------------------------------------------------------------

READERS = {"env.endpoint", "env.text", "env.flag", "env.number", "env.words"}
ENVIRON = {f"os.environ.{name}" for name in ("get", "setdefault", "pop")} | {"os.getenv"}
INSIDE_ENV = {"text", "flag", "number", "words"}


def name_read(node: ast.AST, path: Path) -> str | None:
    """The variable of the environment that this expression reads, if it reads one."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = ast.unparse(node.func)
        if called in READERS | ENVIRON or (path.name == "env.py" and called in INSIDE_ENV):
            return node.args[0].value
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        return getattr(node.slice, "value", None)
    return None


def variables_read(*tops: str) -> set[str]:
    files = [path for top in tops for path in (ROOT / top).rglob("*.py")]
    found = set()
    for path in [*files, ROOT / "manage.py"]:
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {name for node in tree if (name := name_read(node, path))}
    return found | set(re.findall(r"\$\((PYTHON)\)", text("Makefile")))


def test_every_variable_of_the_environment_is_explained():
    read, listed = variables_read("consult", "scripts"), first_cells(text("docs/settings.md"), "[A-Z_]+")
    assert {"DATABASE_URL", "SECRET_KEY", "BIND", "LIVE_RECHECK", "PYTHON"} <= read
    assert len(listed) == len(set(listed))
    assert read - set(listed) == set(), "docs/settings.md lacks these variables"
    unread = set(listed) - variables_read("consult", "scripts", "tests")
    assert unread == set(), "docs/settings.md names variables that nothing reads"


def test_the_page_about_running_names_only_variables_that_are_read():
    running = first_cells(text("docs/running.md"), "[A-Z_]+")
    assert running
    assert set(running) <= variables_read("consult", "scripts")


# --- commands --------------------------------------------------------------------------------------------------


def test_every_command_is_listed():
    ours = {name for name, app in get_commands().items() if app.startswith("consult.")}
    listed = first_cells(text("docs/commands.md"), "[a-z_]+")
    assert "verify_ledger" in ours
    assert sorted(listed) == sorted(ours)


def test_every_target_of_make_is_listed():
    targets = set(re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.M)[1].split())
    listed = first_cells(text("docs/commands.md"), "make [a-z-]+")
    assert sorted(listed) == sorted(f"make {target}" for target in targets)


# --- architecture and decisions --------------------------------------------------------------------------------


def test_the_floors_of_the_page_are_those_of_the_contract():
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract.get("containers") == ["consult"])
    assert "```\n" + "\n".join(floors) + "\n```" in text("docs/ARCHITECTURE.md")


def test_every_app_and_job_stands_in_the_architecture():
    from procrastinate.contrib.django import app

    page = text("docs/ARCHITECTURE.md")
    for config in OWN_APPS:
        assert f"\n  {config.label}/ " in page, config.label
    jobs = {name for name, task in app.tasks.items() if task.func.__module__.startswith("consult.")}
    assert jobs
    section = page.partition("\n## Jobs\n")[2].partition("\n## ")[0]
    assert jobs == set(first_cells(section, r"[a-z]+\.[a-z_]+"))


def test_the_codes_of_the_socket_are_explained():
    page = text("docs/ARCHITECTURE.md")
    for name in ("RESYNC", "SIGNED_OUT", "BAD_FRAME", "TOO_MANY", "RESTARTING"):
        assert str(getattr(outlet, name)) in page, name


def test_the_books_with_a_gate_are_named():
    kinds = [kind for kind in Book.Kind.values if gates.gate_of(kind)]
    words = ", ".join(f"`{kind}`" for kind in kinds)
    assert f"Kinds of books with a gate: {words}." in text("docs/ARCHITECTURE.md")


DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap_and_listed():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 10
    page = text("docs/ARCHITECTURE.md")
    assert [path.name for path in DECISIONS if f"(decisions/{path.name})" not in page] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {path.name[:4]} ")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d · (accepted|replaced by \d{4})", lines[2])
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Consequences",
    ]


# --- links, readme, words --------------------------------------------------------------------------------------


def without_code(page: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.S)


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(path.read_text("utf-8"))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _hash, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_page_can_be_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+)", without_code(page.read_text("utf-8")))
        waiting += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert set(PAGES) - seen == set()


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_the_two_commands_and_is_short(name):
    page = text(name)
    assert "make run" in page
    assert "make test" in page
    assert "http://127.0.0.1:8000" in page
    assert len(page.splitlines()) <= 120


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_the_accounts_of_the_demo(name):
    from consult.desk.scenes import sources
    from consult.desk.scenes.city import DOMAIN, PASSWORD

    first = {}
    for person in sources.toml("people")["staff"]:
        first.setdefault(person["roles"][0][0], f"{person['key']}@{DOMAIN}")
    accounts = {*first.values(), f"chuyengia@{DOMAIN}"}
    page = text(name)
    named = set(first_cells(page, rf"[a-z]+@{re.escape(DOMAIN)}"))
    assert named == accounts
    assert f"`{PASSWORD}`" in page


def test_both_readmes_walk_the_same_steps():
    steps = [re.findall(r"^(\d+)\. ", text(name), re.M) for name in READMES]
    assert steps[0] == steps[1] == [str(number) for number in range(1, 13)]


# Put together, so that this file does not hold what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("python" + "hosted", "org"), ("npm" + "js", "org"), ("jsdelivr", "net"))
]
PLACES = ["/" + name + "/" for name in ("work", "root", "tmp", "home")]
WORDS = [rf"\b{name} #?\d" for name in ("issue", "ticket", "pull request")] + [r"(?<![&\w])#\d+\b(?!;)"]


def own_files() -> list[Path]:
    found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file() and (path.suffix in KINDS or path.name == "Makefile")]


def test_no_file_names_a_package_registry_or_another_sites_scripts():
    wrong = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in own_files()
        for host in HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_speak_of_the_product_alone(path):
    page = path.read_text(encoding="utf-8")
    assert [place for place in PLACES if place in page] == []
    assert [word for word in WORDS if re.search(word, without_code(page), re.I)] == []
