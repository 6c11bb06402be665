"""Components say in a comment which variables they take; they take no others, and they render with them."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Engine, RequestContext, engines
from django.template.base import FilterExpression, Node, NodeList, Variable, VariableNode
from django.template.defaulttags import CommentNode
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from consult.kit.templatetags import consult as tags
from tests.pages import squeezed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates" / "components"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
BUILT_IN = {"True", "False", "None", "forloop"}


class Sample(forms.Form):
    position = forms.ChoiceField(
        label="Quan điểm",
        widget=forms.RadioSelect,
        choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")],
    )
    reason = forms.CharField(label="Lý do", help_text="Dẫn luật hoặc số liệu.", widget=forms.Textarea)
    agreed = forms.BooleanField(label="Nhận thư", required=False)


OPS = [("same", "trong "), ("del", "45 ngày"), ("ins", "20 ngày <b>"), ("same", " kể từ")]
VOICE = SimpleNamespace(kind="named", initials="MC", name="TS Huỳnh Minh Châu", line="Đại học", verified=True)
ANSWER = {"code": "acc", "agency": "Sở Y tế", "when": "20/11/2026", "body": mark_safe("<p>Đã sửa.</p>")}
FORM = Sample({"agreed": "on"})

# component: (variables, words that must appear)
SAMPLES = {
    "banner": (
        {
            "title": "Thời hạn.",
            "text": "Còn 5 ngày.",
            "hue": "nghe",
            "sign": "bell",
            "role": "status",
            "url": "/a/",
            "link": "Xem",
        },
        ["Thời hạn.", 'data-hue="nghe"', 'role="status"', 'href="/a/"'],
    ),
    "bar": (
        {"parts": [("yes", 5), ("no", 15)], "total": 20, "label": "Quan điểm", "large": True, "key": True},
        ['width="25.00"', "bar--l", "15 Không đồng ý", "Quan điểm: Đồng ý: 5"],
    ),
    "choices": (
        {
            "field": FORM["position"],
            "label": "Chọn",
            "hint": "Một mục",
            "notes": {"yes": "Không cần lý do"},
            "signs": True,
            "joined": True,
        },
        ["Chọn", "Không cần lý do", 'data-pos="no"', "choices--joined", 'class="error"'],
    ),
    "comment": (
        {
            "anchor": "c7",
            "voice": VOICE,
            "position": "amend",
            "body": mark_safe("<p>Vì <em>vậy</em></p>"),
            "ops": OPS,
            "suggestion": "câu khác",
            "criterion": "Khả thi",
            "when": "18/11/2026",
            "source": "Nhập từ văn bản số 12",
            "endorsed": 14,
            "answer": ANSWER,
            "removed": "",
            "old": "Viết trên Dự thảo 1.",
            "actions": "components/pos.html",
            "thing": object(),
            "csrf_token": "t",
        },
        ['id="c7"', "<em>vậy</em>", "14 người tán thành", "Tiếp thu", "Sở Y tế", "<ins>"],
    ),
    "crumbs": ({"items": [("/", "Trang chủ"), ("", "Hồ sơ")]}, ['href="/"', 'aria-current="page"']),
    "due": (
        {
            "slip": "Còn 3 ngày",
            "note": "đến 25/11",
            "hue": "son",
            "title": "Quyết định",
            "url": "/d/",
            "lines": [["Sở Y tế", "Tư vấn"]],
            "action": "/tra-loi/",
            "verb": "Trả lời",
        },
        ["Còn 3\u00a0ngày", "/d/", "Tư vấn", "btn--main", "Trả lời"],
    ),
    "empty": (
        {
            "title": "Chưa có.",
            "text": "Thử lại.",
            "sign": "search",
            "url": "/x/",
            "link": "Góp ý",
            "main": True,
        },
        ["Chưa có.", "icon--big", "btn--main", "Góp ý"],
    ),
    "error": ({"errors": ["Cần lý do.", "Quá dài."], "anchor": "id_a"}, ['id="id_a_error"', "Quá dài."]),
    "field": (
        {
            "field": FORM["reason"],
            "label": "Căn cứ",
            "hint": "Nêu rõ",
            "law": True,
            "rows": 7,
            "quiet": False,
        },
        ["Căn cứ", "Nêu rõ", "textarea--law", 'rows="7"', 'aria-invalid="true"', "id_reason_error"],
    ),
    "filters": (
        {
            "items": [{"url": "?a", "words": "Tiếp thu", "current": True, "count": 4, "code": "acc"}],
            "label": "Lọc",
        },
        ['href="?a"', "aria-current", 'data-hue="la"', "4"],
    ),
    "form_errors": (
        {"form": FORM, "title": "Chưa nhận."},
        ["Chưa nhận.", 'href="#id_reason"', 'role="alert"'],
    ),
    "heat": ({"count": 44, "most": 79}, ['data-heat="4"', "44"]),
    "pager": (
        {"page": Paginator(range(100), 10).page(5), "label": "Trang danh sách"},
        ["page=4", "page=6", 'aria-current="page">5<', "q=a", "…"],
    ),
    "pos": ({"code": "drop", "label": "Bỏ khoản này"}, ['data-pos="drop"', "Bỏ khoản này", "<svg"]),
    "receipt": (
        {
            "number": "GY-1",
            "title": "Biên nhận gửi",
            "facts": [("Gửi lúc", "14 giờ 30")],
            "valid": True,
            "code": "9c1f",
        },
        ["Biên nhận gửi GY-1", "14 giờ 30", "Khớp với sổ", "9c1f"],
    ),
    "redline": (
        {"ops": OPS, "label": "So với dự thảo", "bare": False},
        ["<del>45 ngày</del>", "So với dự thảo"],
    ),
    "slip": ({"text": "Còn 12 ngày", "note": "Thời hạn 04/12", "hue": "cham"}, ["Còn 12\u00a0ngày", "04/12"]),
    "stages": (
        {
            "items": [
                {"name": "Góp ý", "words": "Theo điều", "when": "04/12", "state": "now", "left": "Còn 2 ngày"}
            ],
            "label": "Tiến độ",
        },
        ['aria-label="Tiến độ"', 'aria-current="step"', "Đang diễn ra", "Còn 2\u00a0ngày"],
    ),
    "stamp": (
        {"code": "late", "label": "Quá hạn 3 ngày"},
        ['data-answer="late"', 'data-hue="son"', "Quá hạn"],
    ),
    "tabs": (
        {"items": [{"url": "/t/", "words": "Góp ý", "current": True, "count": 0}], "label": "Nội dung"},
        ['href="/t/"', 'aria-current="page"', ">0<"],
    ),
    "tiles": ({"items": [{"label": "Góp ý", "value": "312", "words": "góp ý"}]}, ["312", 'class="vh">Góp ý']),
    "voice": (
        {
            "kind": "sealed",
            "initials": "",
            "name": "Chuyên gia luật",
            "line": "Niêm phong",
            "about": "Luật",
            "verified": True,
        },
        ['data-voice="sealed"', "<svg", "Niêm phong", "hồ sơ đã xác thực"],
    ),
}


def template(name: str):
    return engines["django"].get_template(f"components/{name}.html")


def documented(name: str) -> set[str]:
    comment = re.search(
        r"{% comment %}(.*?){% endcomment %}", (FOLDER / f"{name}.html").read_text("utf-8"), re.S
    )
    assert comment, f"components/{name}.html must open with a comment"
    block = comment[1].partition("Variables:\n")[2]
    return {match[1] for match in re.finditer(r"^  (\w+)  ?", block, re.M)}


def expressions(thing, seen: set[int]):
    """Every filter expression below a node, its arguments included."""
    if id(thing) in seen or isinstance(thing, str | bytes | int | float | CommentNode):
        return
    seen.add(id(thing))
    if isinstance(thing, FilterExpression):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from expressions(value, seen)
    elif isinstance(thing, list | tuple | NodeList):
        for value in thing:
            yield from expressions(value, seen)
    elif isinstance(thing, Node) or (
        hasattr(thing, "__dict__") and type(thing).__module__.startswith("django.templ")
    ):
        for key, value in vars(thing).items():
            if key not in ("origin", "token", "parser", "func"):
                yield from expressions(value, seen)


def roots(expression: FilterExpression) -> set[str]:
    found = [expression.var] if isinstance(expression.var, Variable) else []
    found += [value for _f, args in expression.filters for is_var, value in args if is_var]
    return {variable.lookups[0] for variable in found if variable.lookups}


def bound(node, out: set[str]) -> None:
    """Names that a template makes itself: loops, with, "as" of a tag."""
    out.update(getattr(node, "loopvars", ()))
    if type(node).__name__ == "WithNode":
        out.update(node.extra_context)
    out.update(name for name in (getattr(node, "target_var", None), getattr(node, "asvar", None)) if name)
    for key in getattr(node, "child_nodelists", ()):
        for child in getattr(node, key, None) or ():
            bound(child, out)
    for _condition, nodes in getattr(node, "conditions_nodelists", ()):
        for child in nodes:
            bound(child, out)


def used(source) -> set[str]:
    own: set[str] = set()
    for node in source.nodelist:
        bound(node, own)
    names = {name for found in expressions(source.nodelist, set()) for name in roots(found)}
    return {name for name in names if not isinstance(name, int) and not str(name).isdigit()} - own - BUILT_IN


class Shape(HTMLParser):
    """Collects what a strict page may not have, and whether tags close in order."""

    VOID = {
        "input",
        "br",
        "img",
        "meta",
        "link",
        "hr",
        "path",
        "circle",
        "rect",
        "line",
        "polyline",
        "polygon",
    }

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        self.wrong += [f"{tag} {name}" for name, _value in attrs if name == "style" or name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.wrong += [f"{tag} {name}" for name, _value in attrs if name == "style"]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of order")


def shape(html: str) -> list[str]:
    parser = Shape()
    parser.feed(html)
    return parser.wrong + parser.open


def render(component: str, /, **values) -> str:
    # Not through the context processors: a component gets nothing but its variables and the request.
    context = Context(values)
    context.request = RequestFactory().get("/danh-sach/?q=a&page=5")
    with translation.override("vi"):
        return template(component).template.render(context)


def test_every_component_has_a_sample_here():
    assert set(NAMES) == set(SAMPLES)


@pytest.mark.parametrize("name", NAMES)
def test_component_documents_exactly_what_it_uses(name):
    assert used(template(name).template) == documented(name)
    assert set(SAMPLES[name][0]) == documented(name)


@pytest.mark.parametrize("name", NAMES)
def test_component_renders_with_its_variables(name):
    values, expected = SAMPLES[name]
    html = render(name, **values)
    missing = [words for words in expected if words not in squeezed(html)]
    assert not missing, f"{missing} not in {html}"
    assert shape(html) == []


@pytest.mark.parametrize("name", NAMES)
def test_component_is_well_formed_without_its_optional_variables(name):
    source = (FOLDER / f"{name}.html").read_text("utf-8")
    optional = set(re.findall(r"^  (\w+) .*\(optional[^)]*\)", source, re.M))
    html = render(name, **{key: value for key, value in SAMPLES[name][0].items() if key not in optional})
    assert shape(html) == []


def test_the_check_of_variables_sees_an_undocumented_one():
    source = Engine.get_default().from_string(
        "{% load consult %}{% for a in items %}{{ a.b|default:other }}{% endfor %}{% if deep.er > 1 %}{% icon name %}{% endif %}"
    )
    assert used(source) == {"items", "other", "deep", "name"}
    assert any(isinstance(node, VariableNode) for node in source.nodelist.get_nodes_by_type(VariableNode))


def test_a_removed_comment_hides_its_words():
    html = render(
        "comment", voice=VOICE, position="no", body=mark_safe("<p>bí mật</p>"), removed="nêu tên", when=""
    )
    assert "nêu tên" in html
    assert "bí mật" not in html
    assert VOICE.name not in html


def test_words_of_people_are_escaped():
    html = render("redline", ops=[("ins", "<script>x</script>")]) + render(
        "voice", kind="named", name="<b>A</b>"
    )
    assert "<script>" not in html
    assert "<b>A</b>" not in html


def test_icons_are_hidden_from_readers_and_carry_no_style():
    svg = tags.icon("check", "icon--big")
    assert svg.startswith('<svg class="icon icon--big" viewBox="0 0 24 24" aria-hidden="true"><path d=')
    assert "style" not in svg
    for _words, name, _hue in tags.SIGNS.values():
        assert "<svg" in tags.icon(name)


@pytest.mark.parametrize(
    ("count", "most", "level"),
    [(0, 10, 0), (1, 1, 1), (3, 3, 2), (79, 79, 5), (52, 79, 5), (9, 79, 2), (2, 79, 1), (100, 0, 5)],
)
def test_heat_needs_a_discussion_of_some_size(count, most, level):
    assert tags.heat(count, most) == level


def test_bar_fills_its_width_and_leaves_empty_parts_out():
    html = tags.bar([("yes", 1), ("no", 0), ("sim", "Khác", 3)])
    widths = [float(width) for width in re.findall(r'data-hue="\w+" x="[\d.]+" y="0" width="([\d.]+)"', html)]
    assert widths == [25.0, 75.0]
    assert "Không đồng ý: 0" in html
    assert "<rect" not in tags.bar([])


def test_query_keeps_the_rest_and_forgets_the_page():
    context = RequestContext(RequestFactory().get("/?q=một&page=3&status=a"))
    assert tags.query(context, status="b") == "?q=m%E1%BB%99t&status=b"
    assert tags.query(context, status=None, page=4) == "?q=m%E1%BB%99t&page=4"
    assert tags.query(Context({}), page=2) == "?page=2"


def test_pages_marks_gaps():
    assert tags.pages(Paginator(range(200), 10).page(10)) == [1, 0, 9, 10, 11, 0, 20]
    assert tags.pages(Paginator(range(30), 10).page(2)) == [1, 2, 3]


def test_dates_are_written_in_vietnamese():
    moment = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    assert tags.vn_date(date(2026, 11, 5)) == "05/11/2026"
    assert tags.vn_time(moment) == "14 giờ 30"
    assert tags.vn_number(1234.5) == "1.234,5"
    assert tags.vn_date(None) == tags.vn_time(None) == tags.vn_number(None) == ""


def test_safe_text_stays_safe_and_other_text_does_not():
    assert hasattr(tags.nbsp(mark_safe("<i>khoản 2</i>")), "__html__")
    assert not hasattr(tags.nbsp("<i>khoản 2</i>"), "__html__")


def test_our_own_site_facts_win_over_another_object_of_that_name():
    ours = {"name": "Diễn đàn", "tagline": "Tư vấn"}
    context = Context({"site": ours})
    with context.push(site=SimpleNamespace(name="127.0.0.1", domain="127.0.0.1")):
        assert tags.house(context) is ours


@pytest.mark.parametrize("name", ["404", "403", "403_csrf", "500", "503"])
def test_fault_pages_need_no_context(name):
    with translation.override("vi"):
        html = engines["django"].get_template(f"{name}.html").template.render(Context({"code": "E-1F20"}))
    assert "<h1>" in html
    assert ("E-1F20" in html) is (name == "500")
    assert shape(html.replace("<!doctype html>", "")) == []


def test_a_filter_does_not_say_that_it_is_optional():
    class Search(forms.Form):
        words = forms.CharField(required=False)

    field = Search()["words"]
    assert "không bắt buộc" in render("field", field=field)
    assert "không bắt buộc" not in render("field", field=field, quiet=True)
