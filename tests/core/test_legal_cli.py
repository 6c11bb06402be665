"""The engine as a program: what it prints, where, and with which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from consult.core.legal import REFUSALS
from consult.core.legal import __main__ as program

from .legal_edits import EDITS, a_law, edited

ROOT = Path(__file__).resolve().parents[2]
OLD = (
    "LUẬT\nLẤY Ý KIẾN\nĐiều 1. Phạm vi\nLuật này quy định việc lấy ý kiến.\nĐiều 2. Thời hạn\n"
    "1. Thời hạn góp ý là 20 ngày:\na) Điểm a;\nb) Điểm b.\n2. Cơ quan gia hạn khi cần thiết.\n4. Lẻ số.\n"
)
NEW = OLD.replace("20 ngày", "30 ngày").replace("2. Cơ quan gia hạn khi cần thiết.\n", "")


def run(*arguments: str | Path, seed: int = 0) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "consult.core.legal", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": str(seed)},
        capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def files(tmp_path):
    old, new = tmp_path / "lần 1.txt", tmp_path / "lần 2.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_read_prints_the_outline_or_one_json_object(files):
    plain = run("read", files[0])
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "[article] Điều 2. Thời hạn" in plain.stdout
    assert "    [point] a) Điểm a;" in plain.stdout
    assert "! gap:" in plain.stdout
    whole = json.loads(run("read", files[0], "--json").stdout)
    assert set(whole) == {"header", "nodes", "warnings", "furniture"}
    assert whole["header"]["type"] == "LUẬT"
    point = next(node for node in whole["nodes"] if node["id"] == "dieu-2/khoan-1/diem-b")
    assert point == {
        "id": "dieu-2/khoan-1/diem-b", "parent": "dieu-2/khoan-1", "kind": "point", "number": "b", "label": "b)",
        "title": "", "text": "Điểm b.", "path": "dieu-2/khoan-1/diem-b", "within": "main",
    }  # fmt: skip
    assert [(w["code"], w["node"]) for w in whole["warnings"]] == [("gap", "dieu-2/khoan-4")]


def test_align_lists_every_fate(files):
    links = json.loads(run("align", *files, "--json").stdout)
    assert all(set(link) == {"old", "new", "relation", "score", "rule"} for link in links)
    fates = {(link["old"], link["new"]): link["relation"] for link in links}
    assert fates["dieu-2/khoan-1", "dieu-2/khoan-1"] == "edited"
    assert fates["dieu-2/khoan-2", None] == "removed"
    assert fates["dieu-1", "dieu-1"] == "same"
    assert "removed    khoản 2 Điều 2 → -" in run("align", *files).stdout


def test_align_says_the_same_in_every_run(tmp_path):
    old = a_law(5)
    sides = []
    for name, nodes in (("cũ.txt", old), ("mới.txt", edited(old, 5, dict.fromkeys(EDITS, 3)).nodes)):
        sides.append(tmp_path / name)
        lines = [f"{node.label} {node.title or node.text}".strip() for node in nodes]
        sides[-1].write_text("\n".join(lines), encoding="utf-8")
    first, second = (run("align", *sides, "--json", seed=seed).stdout for seed in (1, 2))
    assert first == second
    assert len(json.loads(first)) > 50


def test_redline_writes_a_page(files, tmp_path):
    page = tmp_path / "so-sanh.html"
    done = run("redline", *files, "--html", page)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = page.read_text(encoding="utf-8")
    assert "<del>20</del><ins>30</ins>" in text
    assert "<title>So sánh lần 1.txt và lần 2.txt</title>" in text
    refused = run("redline", *files, "--html", tmp_path / "không" / "có.html")
    assert refused.returncode == 2
    assert refused.stderr == "Không ghi được tệp kết quả; đề nghị kiểm tra đường dẫn.\n"


def test_cite_and_find_are_each_other_backwards(files):
    assert run("cite", files[0], "dieu-2/khoan-1/diem-b").stdout == "điểm b khoản 1 Điều 2\n"
    assert run("find", files[0], "điểm b khoản 1 Điều 2").stdout == "dieu-2/khoan-1/diem-b\n"
    assert run("find", files[0], "diem a, b khoan 1 dieu 2").stdout.split() == [
        "dieu-2/khoan-1/diem-a",
        "dieu-2/khoan-1/diem-b",
    ]
    shown = json.loads(run("find", files[0], "Điều 1", "--json").stdout)
    assert [node["title"] for node in shown] == ["Phạm vi"]


def test_what_is_not_in_the_text_gives_one_sentence_and_code_1(files):
    for arguments in (("cite", files[0], "dieu-9"), ("find", files[0], "Điều 9")):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1


def test_what_cannot_be_read_gives_one_sentence_and_code_2(tmp_path):
    wrong = tmp_path / "ảnh.png"
    wrong.write_bytes(b"\x89PNG\r\n")
    for path in (wrong, tmp_path / "không có.docx"):
        done = run("read", path, "--json")
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
    assert run("read", wrong).stderr.strip() in REFUSALS.values()


def test_a_long_reading_tells_on_standard_error(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "_PATIENCE", 0.01)
    long = tmp_path / "dài.txt"
    clause = "1. Cơ quan, tổ chức, cá nhân có trách nhiệm lấy ý kiến theo quy định của pháp luật.\n"
    long.write_text("".join(f"Điều {n}. Tên\n{clause}" for n in range(1, 600)), encoding="utf-8")
    assert program.main(["read", str(long)]) == 0
    said = capsys.readouterr()
    assert "Đang đọc dài.txt: 0 giây…" in said.err
    assert "giây…" not in said.out
