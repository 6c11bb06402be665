"""One PDF made anew in a process of its own under limits of memory and time: `pdf.py` starts it, nobody else.

Bytes come on standard input, the new document goes to standard output. Exit 3: locked by a password, 4: it holds
files, 1: it cannot be read. It imports nothing of the product.
"""

import io
import resource
import sys


def main(memory: int, seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2
    import pypdfium2.raw as raw

    data = sys.stdin.buffer.read()
    try:
        old = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 3 if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else 1
    if raw.FPDFDoc_GetAttachmentCount(old) > 0:
        return 4
    for page in old:
        for number in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
            note = raw.FPDFPage_GetAnnot(page, number)
            kind = raw.FPDFAnnot_GetSubtype(note)
            raw.FPDFPage_CloseAnnot(note)
            if kind != raw.FPDF_ANNOT_LINK:
                raw.FPDFPage_RemoveAnnot(page, number)
    new = pypdfium2.PdfDocument.new()
    new.import_pages(old)
    out = io.BytesIO()
    new.save(out)
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
