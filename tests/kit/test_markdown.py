"""Markdown of comments: nothing runs, nothing is lost, nothing is slow."""

import html
import re
import time

import pytest
from lxml import html as tree

from consult.kit import markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'/>",
    '<img """><script>alert("XSS")</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='#' onclick=alert(1)>x</a>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style=position:fixed;inset:0>x</p>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<x onpointerenter=alert(1)>x</x>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/tai-khoan/logout/)",
    "[x](https://a.example 'onmouseover=alert(1)')",
    '[x](https://a.example"onmouseover="alert(1))',
    "[x](https://a.example \"><img src=x onerror=alert(1)>\")",
    "![x](javascript:alert(1))",
    '![x"onerror="alert(1)](https://a.example/x.png)',
    "![x](https://evil.example/track.png)",
    "<javascript:alert(1)>",
    "<https://a.example/\"onmouseover=\"alert(1)>",
    "<data:text/html,x>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x]: https://a.example \"onload=alert(1)\"\n\n[x][x]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "**<script>alert(1)</script>**",
    "*<img src=x onerror=alert(1)>*",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u0002wzxhzdk:0\u0003<script>alert(1)</script>",
    "\u0002klzzwxh:0000\u0003",
    "{{ 7*7 }}{% load static %}<script>alert(1)</script>",
]  # fmt: skip
ADDRESS = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("heavy", [False, True])
def test_no_payload_lives(payload, heavy):
    made = markdown.render(payload + ("\n\n" + "[ " * 400 if heavy else ""))
    for element in tree.fromstring(f"<div>{made}</div>").iter():
        if element.tag == "div":
            continue
        assert element.tag in markdown.TAGS
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else set())
        if element.tag == "a" and "href" in element.attrib:
            assert ADDRESS.match(element.attrib["href"])
            assert "nofollow noopener" in element.attrib["rel"]


def test_there_are_sixty_payloads_and_more():
    assert len(set(PAYLOADS)) >= 60


def test_what_is_allowed_is_drawn():
    made = markdown.render(
        "**đậm** *nghiêng* `mã`\ndòng hai\n\n- một\n- hai\n\n1. a\n\n> trích\n\n[luật](https://vbpl.vn/x)"
    )
    for part in ("<strong>đậm</strong>", "<em>nghiêng</em>", "<code>mã</code>", "<br>", "<ul>", "<ol>",
                 "<blockquote>", '<a href="https://vbpl.vn/x" rel="nofollow noopener noreferrer">'):  # fmt: skip
        assert part in made


@pytest.mark.parametrize(
    "text",
    ["a < b và c > d", "AT&T, &nbsp; và &#60;", "# không là tiêu đề", "<b>thô</b>", "![ảnh](https://a.example/x.png)",
     "Điều 5\n=====", "Giữ [nguyên] ngoặc", "    thụt dòng"],
)  # fmt: skip
def test_what_was_typed_is_read_again_letter_for_letter(text):
    words = tree.fromstring(f"<div>{markdown.render(text)}</div>").text_content()
    assert " ".join(words.split()) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "](" * 9_000, "![a" * 9_000, "*a " * 30_000, "**a*b " * 9_000, "_a_ " * 20_000, "`a " * 30_000,
     "<a " * 30_000, "<http://a" * 9_000, "\\" * 50_000, "> " * 5_000 + "a", "\n".join("> " * 9 + "a" for _ in range(999)),
     "\n".join("    " * n + "- a" for n in range(60)), "a\n\n" * 40_000, "a\n" * 60_000, "- a\n" * 30_000,
     " " * 150_000 + "x", "\n" * 150_000 + "x", "=\n" * 50_000, "từ " * 40_000, "1. a\n" * 30_000, "a" * 150_000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_no_text_is_slow_and_none_is_lost(text):
    started = time.process_time()
    made = markdown.render(text)
    # The trap takes minutes and an ordinary long text a tenth of a second: the limit is generous on a busy machine.
    assert time.process_time() - started < 3
    letters = re.sub(r"[\W\d_]", "", html.unescape(re.sub(r"<[^>]+>", "", made)))
    assert len(letters) == len(re.sub(r"[\W\d_]", "", text))


def test_nothing_makes_nothing():
    assert markdown.render(" \n\t ") == ""
