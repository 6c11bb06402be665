"""`python -m consult.core.papers table FILE.json -o out.docx|out.pdf|out.xlsx`: the four-column table as a file.

`… make CODE FILE.json -o out.docx|out.pdf|out.xlsx`: a paper of the catalogue from a dossier.

Exit status 2, with one sentence on standard error, for data or a name that cannot be used (docs/papers.md).
"""

import argparse
import json
import sys
from pathlib import Path

from . import (
    FORMS,
    BadData,
    dossier_of,
    hash_of,
    made,
    matrix_docx,
    matrix_of,
    matrix_pdf,
    matrix_xlsx,
    paper_docx,
    paper_pdf,
    paper_xlsx,
)

REFUSED = 2
WRITERS = {".docx": matrix_docx, ".pdf": matrix_pdf, ".xlsx": matrix_xlsx}


PAPER_WRITERS = {".docx": paper_docx, ".pdf": paper_pdf, ".xlsx": paper_xlsx}


def table(source: Path, target: Path) -> None:
    writer = _writer(WRITERS, target)
    target.write_bytes(writer(matrix_of(_read(source))))


def make(code: str, source: Path, target: Path) -> None:
    writer, form, data = _writer(PAPER_WRITERS, target), FORMS[code], _read(source)
    if target.suffix.lower() == ".xlsx" and not form.tabular:
        raise BadData("Văn bản này không có bảng để xuất thành tệp .xlsx.")
    target.write_bytes(writer(made(form, dossier_of(data), {}, digest=hash_of(data))))


def _writer(writers: dict, target: Path):
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise BadData(f"Tên tệp kết quả phải kết thúc bằng {', '.join(writers)}.")
    return writer


def _read(source: Path):
    try:
        return json.loads(source.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadData("Tệp dữ liệu không phải là JSON hợp lệ.") from None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m consult.core.papers")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("table", "make"):
        maker = commands.add_parser(name)
        if name == "make":
            maker.add_argument("code", choices=FORMS)
        maker.add_argument("file", type=Path)
        maker.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        if options.command == "table":
            table(options.file, options.output)
        else:
            make(options.code, options.file, options.output)
    except BadData as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except OSError as fault:
        print(f"Không đọc hoặc ghi được tệp {fault.filename}.", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
