"""`python -m consult.core.papers table FILE.json -o out.docx|out.pdf|out.xlsx`: the four-column table as a file.

Exit status 2, with one sentence on standard error, for data or a name that cannot be used (docs/papers.md).
"""

import argparse
import json
import sys
from pathlib import Path

from . import BadData, matrix_docx, matrix_of, matrix_pdf, matrix_xlsx

REFUSED = 2
WRITERS = {".docx": matrix_docx, ".pdf": matrix_pdf, ".xlsx": matrix_xlsx}


def table(source: Path, target: Path) -> None:
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise BadData(f"Tên tệp kết quả phải kết thúc bằng {', '.join(WRITERS)}.")
    try:
        data = json.loads(source.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadData("Tệp dữ liệu không phải là JSON hợp lệ.") from None
    target.write_bytes(writer(matrix_of(data)))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m consult.core.papers")
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("table")
    maker.add_argument("file", type=Path)
    maker.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        table(options.file, options.output)
    except BadData as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except OSError as fault:
        print(f"Không đọc hoặc ghi được tệp {fault.filename}.", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
