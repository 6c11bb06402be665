"""The open data of a closed file: what is in them is what the public reads, in every form the same, and nothing else."""

import csv
import hashlib
import io
import json
import re
import uuid
import zipfile

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.forums.models import Comment
from consult.ledger.models import Book, Entry
from consult.polls import selectors as polls
from consult.polls.models import Ballot, Poll
from consult.reports import actions, feedback_actions, open_data, open_data_actions, open_data_schema
from consult.reports.models import Citation, OpenData
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, answered, point_of, published

pytestmark = pytest.mark.django_db

EVIL = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def closed(*opinions):
    """A published file; each opinion: its level, its reason, further fields. One point holds them all."""
    case = a_case(opinions=0)
    case.comments = [
        an_opinion(case.file, case.clauses[0], shown=shown, reason=reason, **fields)
        for shown, reason, fields in opinions
    ]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.point = point_of(case, case.comments[0])
    actions.cite(case.coordinator, point=case.point, comments=case.comments[1:])
    case.compilation = actions.close_compilation(
        case.coordinator, compilation=case.compilation, unquoted_reason="Đã nêu trong nội dung."
    )
    actions.write_answer(case.officer, point=case.point, code="exp", text="=Không tiếp thu.", version=0)
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


def made(case):
    return open_data_actions.make(case.file.pk)


def opened(kept):
    return zipfile.ZipFile(io.BytesIO(kept.file.read()))


def conforms(value, schema, where="data"):
    """A small reader of the parts of JSON Schema that the document uses; every other word in it is refused."""
    known = {
        "type",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "enum",
        "const",
        "description",
    }
    assert set(schema) <= known | {"$schema"}, where
    if "const" in schema:
        assert value == schema["const"], where
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    is_kind = {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "null": value is None,
    }
    assert any(is_kind[kind] for kind in kinds), f"{where}: {value!r} is not {kinds}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r}"
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value), where
        assert schema["additionalProperties"] is False
        for name, inner in value.items():
            assert name in schema["properties"], f"{where}.{name}"
            conforms(inner, schema["properties"][name], f"{where}.{name}")
    if isinstance(value, list):
        for number, inner in enumerate(value):
            conforms(inner, schema["items"], f"{where}[{number}]")


def test_the_document_is_as_its_schema_says():
    case = closed(("named", "Một", {}), ("anonymous", "Hai", {"criterion": "impact"}), ("council", "Ba", {}))
    data = open_data.dataset(case.compilation)
    conforms(data, open_data_schema.schema())
    for row in data["opinions"]:
        row.pop("people")
    with pytest.raises(AssertionError):
        conforms(data, open_data_schema.schema())


def test_rows_in_are_rows_out_in_every_form():
    case = closed(*[("named", f"{sign} lời {n}", {"proposed": sign}) for n, sign in enumerate(EVIL)])
    data = open_data.dataset(case.compilation)
    assert sorted(row["reason"] for row in data["opinions"]) == sorted(one.reason for one in case.comments)
    bundle = opened(made(case))
    assert json.loads(bundle.read("data.json")) == data
    book = load_workbook(io.BytesIO(bundle.read("data.xlsx")))
    for table in open_data_schema.TABLES:
        names = [column.name for column in table.columns]
        read = list(csv.reader(io.StringIO(bundle.read(f"csv/{table.name}.csv").decode("utf-8-sig"))))
        assert read[0] == names
        assert len(read) == len(data[table.name]) + 1
        sheet = book[table.name]
        assert sheet.max_row == len(data[table.name]) + 1
        assert [cell.value for cell in sheet[1]] == names
        for line in [*read, *([cell.value for cell in row] for row in sheet.iter_rows())]:
            assert len(line) == len(names)
        for line in read:  # no cell of a CSV file is computed
            assert not [
                cell for cell in line if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            ]
        for row in sheet.iter_rows():  # no cell of the workbook is a formula
            assert {cell.data_type for cell in row} <= {"s", "n", "inlineStr"}
    assert len(data["links"]) == len(EVIL)


def a_poll(case, question, choices, state="closed"):
    """A poll on the first clause; each ballot says why in words of its own."""
    clause = case.file.version.clauses.get(pk=case.clauses[0].pk)
    poll = Poll.objects.create(
        consultation=case.file, clause=clause, question=question, state=state, closes_at=timezone.now(),
        closed_at=timezone.now() if state == "closed" else None, created_by=case.coordinator, client_key=uuid.uuid4(),
    )  # fmt: skip
    for number, choice in enumerate(choices):
        Ballot.objects.create(
            poll=poll, voice=make.a_voice(case.file), choice=choice, reason=f"Lời phiếu {number}",
            client_key=uuid.uuid4(),
        )  # fmt: skip
    return poll


def test_polls_are_in_the_data_as_the_public_reads_them():
    case = closed(("named", "Một", {}))
    a_poll(case, "=Có đồng ý?", ["yes"] * 4 + ["no"] * 2 + ["outside"])
    a_poll(case, "Ít phiếu", ["yes"] * 4)
    a_poll(case, "Chưa đóng", ["yes"] * 6, state="open")
    data = open_data.dataset(case.compilation)
    conforms(data, open_data_schema.schema())
    assert [row["question"] for row in data["polls"]] == ["=Có đồng ý?", "Ít phiếu"]
    full, few = data["polls"]
    assert (full["ballots"], full["counted"], full["withheld"]) == (7, 6, False)
    assert full["agree_low"] < 67 < full["agree_high"]
    assert (few["withheld"], few["ballots"], few["counted"], few["agree_low"]) == (True, None, None, None)
    options = [(row["poll"], row["choice"], row["count"], row["percent"]) for row in data["poll_options"]]
    assert options == [(1, "yes", 4, 67), (1, "amend", 0, 0), (1, "no", 2, 33), (1, "outside", 1, None)]
    bundle = opened(made(case))
    read = list(csv.DictReader(io.StringIO(bundle.read("csv/polls.csv").decode("utf-8-sig"))))
    assert [row["question"] for row in read] == ["'=Có đồng ý?", "Ít phiếu"]
    book = load_workbook(io.BytesIO(bundle.read("data.xlsx")))
    assert book["polls"].max_row == 3 and book["poll_options"].max_row == 5
    assert "Lời phiếu" not in bundle.read("data.json").decode() + bundle.read("csv/poll_options.csv").decode()


def test_polls_cost_two_queries_whatever_their_number(django_assert_num_queries):
    case = closed(("named", "Một", {}))
    for size in (3, 30):
        for number in range(size):
            a_poll(case, f"Câu {size} {number}", ["yes"] * 5)
        with django_assert_num_queries(2):
            assert len(polls.closed_results(case.file)) >= size


def test_a_bundle_of_fewer_tables_is_made_again():
    case = closed(("named", "Một", {}))
    kept = made(case)
    OpenData.objects.update(counts={"points": 1}, digest="old", seq=kept.seq)
    assert open_data_actions.refresh() == 1
    assert open_data_actions.refresh() == 0


def test_the_sums_are_those_of_the_files_and_equal_data_give_equal_bytes():
    case = closed(("named", "Một", {}))
    data = open_data.dataset(case.compilation)
    assert open_data.bundle(data) == open_data.bundle(open_data.dataset(case.compilation))
    bundle = opened(made(case))
    sums = dict(reversed(line.split("  ")) for line in bundle.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(bundle.namelist()) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(bundle.read(name)).hexdigest() == digest
    assert "CC BY 4.0" in bundle.read("README.md").decode()
    assert bundle.read("LICENSE.txt").decode().startswith("CC BY 4.0\nhttps://")


def test_nothing_of_a_voice_that_is_not_named_and_no_time():
    case = closed(
        ("anonymous", "Ẩn danh nói", {}), ("council", "Chỉ hội đồng đọc", {}), ("named", "Có tên", {}),
    )  # fmt: skip
    unnamed = case.comments[0].voice
    unnamed.label = "TS. Người Giấu Tên, Trường Kín"
    unnamed.save()
    objection = feedback_actions.object_to(
        case.comments[0].voice.person, citation=Citation.objects.get(comment=case.comments[0]),
        text="Lời phản đối kín", shared=False, client_key=uuid.uuid4(),
    )  # fmt: skip
    bundle = opened(made(case))
    whole = "".join(bundle.read(name).decode("utf-8", "replace") for name in bundle.namelist())
    book = load_workbook(io.BytesIO(bundle.read("data.xlsx")))
    whole += " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for secret in ("Người Giấu Tên", "Trường Kín", "Chỉ hội đồng đọc", objection.text):
        assert secret not in whole
    assert unnamed.descriptor in whole
    data = json.loads(bundle.read("data.json"))
    assert [row["opinion"] for row in data["opinions"]] == [1, 2]
    keys = {key for table in open_data_schema.TABLES for row in data[table.name] for key in row}
    assert not {key for key in keys if re.search(r"id$|voice|person|time|created|sent|receipt|number", key)}
    days = re.findall(r"20\d\d-\d\d-\d\d", json.dumps(data["opinions"]))
    assert days == []
    assert "2026-" not in json.dumps([row for row in data["opinions"] if not row["named"]])


def test_the_order_of_opinions_does_not_follow_the_time_of_sending():
    """The same words sent in another order give the same rows."""
    words = [("anonymous", f"Lời thứ {n}", {}) for n in range(6)]
    one, other = (open_data.dataset(closed(*order).compilation)["opinions"] for order in (words, words[::-1]))
    assert [row["reason"] for row in one] == [row["reason"] for row in other]


def test_an_opinion_hidden_since_is_not_handed_out(client):
    case = closed(("named", "Lời bị ẩn sau", {}), ("named", "Lời còn lại", {}))
    first = made(case)
    old = first.file.name
    address = reverse("open_data_json", args=[case.file.code])
    assert "Lời bị ẩn sau" in client.get(address).content.decode()
    case.comments[0].state = "hidden"
    case.comments[0].save()
    Book.objects.filter(pk=case.file.book_id).update(last_seq=case.file.book.last_seq + 50)
    waiting = client.get(address)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "120")
    assert "đang được lập lại" in client.get(reverse("open_data", args=[case.file.code])).content.decode()
    second = made(case)
    assert second.version == 2
    assert second.file.name != old
    page = client.get(address).content.decode()
    assert "Lời bị ẩn sau" not in page
    assert "Lời còn lại" in page


def test_what_changes_nothing_makes_nothing_new():
    case = closed(("named", "Một", {}))
    first = made(case)
    again = made(case)
    assert (again.version, again.file.name) == (1, first.file.name)
    assert Entry.objects.filter(verb="open_data.made", book=case.file.book_id).count() == 1
    (entry,) = Entry.objects.filter(verb="open_data.made", book=case.file.book_id)
    assert entry.data == {"version": 1, "sha256": first.file_hash}
    assert entry.actor == "system"


def test_the_job_makes_what_is_missing_once():
    cases = [closed(("named", f"Một {n}", {})) for n in range(2)]
    answered()
    assert open_data_actions.refresh() == 2
    assert open_data_actions.refresh() == 0
    assert OpenData.objects.count() == len(cases)


def test_the_pages(client, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = published(size)
        made(case)
        for name in ("open_data", "open_data_json", "open_data_zip"):
            address = reverse(name, args=[case.file.code])
            with django_assert_max_num_queries(resolve(address).func.budget) as seen:
                answer = client.get(address)
                assert answer.status_code == 200
            counts.append((name, len(seen)))
        assert b"".join(answer.streaming_content).startswith(b"PK")
    assert counts[:3] == counts[3:]
    page = client.get(reverse("open_data", args=[case.file.code])).content.decode()
    assert OpenData.objects.get(consultation=case.file).file_hash in page
    assert (
        reverse("open_data", args=[case.file.code])
        in client.get(reverse("results", args=[case.file.code])).content.decode()
    )


def test_before_the_end_there_are_none(client):
    case = answered()
    for name in ("open_data", "open_data_json", "open_data_zip"):
        assert client.get(reverse(name, args=[case.file.code])).status_code == 404


def test_the_description_of_the_addresses(client):
    answer = client.get(reverse("open_data_api"))
    assert answer["Content-Type"] == "application/json"
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(document["info"])
    case = closed(("named", "Một", {}))
    made(case)
    for path, item in document["paths"].items():
        assert set(item) == {"get"}
        found = client.get(path.format(code=case.file.code))
        assert found.status_code == 200
        described = item["get"]["responses"]["200"]["content"]
        assert found["Content-Type"].split(";")[0] in described
        assert [one["name"] for one in item["get"]["parameters"]] == ["code"]
    (reference,) = set(re.findall(r'"\$ref": ?"#/components/schemas/(\w+)"', answer.content.decode()))
    schema = document["components"]["schemas"][reference]
    conforms(client.get(reverse("open_data_json", args=[case.file.code])).json(), schema)
    operations = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(operations) == len(set(operations))


def test_what_a_reader_finds_on_the_page_is_what_the_data_hold(client):
    case = closed(("named", "Một", {}), ("anonymous", "Hai", {}), ("council", "Ba", {}))
    data = open_data.dataset(case.compilation)
    public = Comment.objects.readable_by(None, case.file).opinions()
    assert len(data["opinions"]) == public.count() == 2
    assert data["points"][0]["council_only"]
