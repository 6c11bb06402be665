"""DOCX and XLSX without who made them: properties, authors of comments and changes, people, paths of their machine."""

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from .pictures import clean_jpeg, clean_png
from .refusing import MAX_ENTRIES, MAX_RATIO, MAX_TOTAL_BYTES, RATIO_FROM_BYTES, EvidenceRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "/activex/", "/macrosheets/", "/ctrlprops/")
_EMBEDDED = ("/embeddings/", "xl/connections.xml", "/querytables/", "/revisions/", "xl/model/")
_DROPPED = re.compile(
    r"docprops/|customxml/|word/people\.xml$|xl/persons/|word/attachedtoolbars|_xmlsignatures/|"
    r".*/printersettings/|word/glossary/|.*\.rels\.rels$"
)
_NAMED = {"author", "initials", "username", "lastmodifiedby", "displayname", "userid", "providerid"}
_MOMENTS = {"date", "dateutc"}
_WRITER = "Người viết"
_DATED = "2000-01-01T00:00:00Z"
_THEN = (1980, 1, 1, 0, 0, 0)


def clean_office(data: bytes, extension: str) -> bytes:
    """The package written anew from its parts."""
    parts = _parts(data)
    if _MAIN[extension] not in parts or "[Content_Types].xml" not in parts:
        raise EvidenceRefused("mismatch")
    if b"macroenabled" in parts["[Content_Types].xml"].lower():
        raise EvidenceRefused("macro")
    kept = {name: content for name, content in parts.items() if not _DROPPED.match(name.lower())}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in kept.items():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _clean_part(name, content, set(kept)))
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise EvidenceRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries)
            return _inflated(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
        raise EvidenceRefused("broken") from None
    except RuntimeError:  # zipfile says so when it meets an encrypted entry
        raise EvidenceRefused("encrypted") from None


def _check(entries) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise EvidenceRefused("bomb")
    lower = [name.lower() for name in names]
    if len(set(lower)) != len(lower) or any(".." in name or name.startswith("/") for name in names):
        raise EvidenceRefused("broken")
    if any(entry.flag_bits & 1 for entry in entries):
        raise EvidenceRefused("encrypted")
    if any(mark in f"/{name}" for name in lower for mark in _PROGRAMS):
        raise EvidenceRefused("macro")
    if any(mark in f"/{name}" for name in lower for mark in _EMBEDDED):
        raise EvidenceRefused("embedded")


def _inflated(archive, entries) -> dict[str, bytes]:
    """The real bytes, counted while they come: the sizes written in an archive may lie."""
    parts, total = {}, 0
    for entry in entries:
        pieces, size = [], 0
        with archive.open(entry) as stream:
            while piece := stream.read(1 << 16):
                size, total = size + len(piece), total + len(piece)
                if total > MAX_TOTAL_BYTES or (
                    size > RATIO_FROM_BYTES and size > MAX_RATIO * max(entry.compress_size, 1)
                ):
                    raise EvidenceRefused("bomb")
                pieces.append(piece)
        parts[entry.filename] = b"".join(pieces)
    return parts


def _clean_part(name: str, content: bytes, kept: set[str]) -> bytes:
    lower = name.lower()
    if lower.endswith((".xml", ".rels", ".vml")):
        return _clean_markup(name, content, kept)
    if lower.endswith(".png"):
        return clean_png(content)
    if lower.endswith((".jpg", ".jpeg")):
        return clean_jpeg(content)
    if lower.endswith((".emf", ".wmf", ".gif", ".bmp", ".fntdata", ".odttf")):
        return content
    raise EvidenceRefused("hidden")


def _clean_markup(name: str, content: bytes, kept: set[str]) -> bytes:
    flat = content.replace(b"\0", b"")
    if _DECLARATION.search(flat):
        raise EvidenceRefused("entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise EvidenceRefused("broken") from None
    if name == "[Content_Types].xml":
        _prune_types(root, kept)
    elif name.endswith(".rels"):
        _prune_relations(root, name, kept)
    else:
        for element in list(root.iter(etree.Element)):
            _clean_element(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _clean_element(element) -> None:
    local = etree.QName(element).localname.lower()
    if local in ("abspath", "filesharing", "rsids", "docvars", "attachedtemplate", "documentprotection"):
        element.getparent().remove(element)
        return
    if local == "author" and element.text:
        element.text = _WRITER
    for key in list(element.attrib):
        name = etree.QName(key).localname.lower()
        if name in _NAMED:
            element.set(key, _WRITER if name in ("author", "displayname") else "")
        elif name in _MOMENTS and re.match(r"\d{4}-\d\d-\d\dT", element.get(key)):
            element.set(key, _DATED)
        elif name.startswith("rsid") or (local == "pagesetup" and name == "id"):
            del element.attrib[key]


def _prune_types(root, kept: set[str]) -> None:
    for element in list(root):
        part = element.get("PartName")
        if part and part.lstrip("/") not in kept:
            root.remove(element)


def _prune_relations(root, name: str, kept: set[str]) -> None:
    """Relations to dropped parts go, and addresses of files on the sender's machine."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for element in list(root):
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            if not re.match(r"(?:https?|mailto):", target, re.I):
                root.remove(element)
            continue
        part = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        if part not in kept:
            root.remove(element)
