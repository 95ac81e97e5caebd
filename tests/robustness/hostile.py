"""Records that are meant to break things: what parsers, regular expressions and file systems are
known to stumble over, as large as a record may be; HOSTILE_BYTES makes bodies smaller."""

import os
from itertools import pairwise

from postmortem_kb.limits import MAX_BYTES, MAX_FRONT_MATTER, MAX_PARAGRAPH

SIZE = int(os.environ.get("HOSTILE_BYTES", MAX_BYTES))
HEAD = "---\ntitle: Checkout was down\ntimezone: UTC\nstarted_at: 2024-01-01T10:00\n---\n"
DEEP = 10_000


def fill(unit: str, size: int) -> str:
    """A unit over and over, up to that many bytes; whole units only."""
    return unit * (size // len(unit.encode()))


# Each is repeated until the file is as large as it may be.
UNITS = {
    "brackets": "[",
    "stars": "*",
    "emphases": "*a ",
    "list markers": "- ",
    "quote markers": ">",
    "backticks": "` ",
    "pictures": "![",
    "open links": "[a](",
    "brackets in links": "[[]](",
    "open tags": "<a ",
    "open comments": "<!-- ",
    "empty lines": "\n",
    "headings": "# a\n",
    "setext headings": "a\n===\n",
    "rules": "---\n",
    "quotes": "> a\n",
    "list items": "- a\n",
    "numbered items": "1. a\n",
    "numbers": "1. ",
    "references": "[a]: b\n",
    "footnotes": "[^a]: b\n",
    "links": "[a](b.md) ",
    "link lines": "[a](b.md)\n\n",
    "image lines": "![](a.png)\n\n",
    "code fences": "```\n",
    "pipes": "|",
    "one-line table": "|a",
    "definitions": "a\n:   b\n",
    "html blocks": "<div>\n",
    "words": "word ",
    "lines": "word\n",
    "spaces": " ",
    "tabs": "a\t",
    "ignores": "<!-- postmortem: ignore PM404: x -->\n",
    "unknown ignores": "<!-- postmortem: ignore PMXXX: x -->\n",
    "accounts": "a@b.c ",
    "digits": "1",
}

# Each is one paragraph, as long as one may be, repeated as often as the file may hold it.
PARAGRAPHS = {
    "links": "[a](b.md) ",
    "emphases": "*a " * 90 + "b*" * 90 + "\n\n",
    "brackets": "[" * 40 + "a" + "]" * 40 + "\n\n",
    "backticks": "` ",
    "underscores": "a_b_",
    "definitions": "a\n:   b\n" * 90 + "\n",
    "html": "<b>a</b>",
    "addresses": "https://a.b/c ",
    "accounts": "a@b.c ",
    "half accounts": "a@",
    "numbers": "+1 ",
    "dots": "1.",
    "names": "Ann Bee failed to ",
    "judgement": "should have ",
    "questions": "who ",
    "leftovers": "TODO HH:mm ",
    "base64": "QUJD",
    "hexadecimal": "0f",
    "quotation marks": '"a ',
    "spaces": "a" + " " * 900,
    "code": "`a",
    "clocks": "10:00 ",
}


def _paragraph(unit: str) -> str:
    text = unit if unit.endswith("\n") else fill(unit, MAX_PARAGRAPH - 10).rstrip() + "\n\n"
    return fill(text, SIZE - 1_000)


def _section(title: str, text: str) -> str:
    return f"{HEAD}\n## {title}\n\n{text}\n"


def _fields(yaml: str) -> str:
    return f"---\ntitle: Checkout was down\n{yaml}\n---\n"


def _many(item: str, size: int = MAX_FRONT_MATTER - 1_000) -> str:
    return "".join(item.format(number) for number in range(size // (len(item) + 3)))


_SPACES = " " * 100_000
_LETTERS = [chr(ord("a") + number) for number in range(10)]

BODIES = {
    **{f"file of {name}": HEAD + fill(unit, SIZE - 200) for name, unit in UNITS.items()},
    **{f"paragraphs of {name}": HEAD + _paragraph(unit) for name, unit in PARAGRAPHS.items()},
    "nested lists": HEAD + "".join("  " * depth + "- a\n" for depth in range(650)),
    "nested quotes": HEAD + "> " * DEEP + "a\n",
    "nested quotes and lists": HEAD + "> - " * DEEP + "a\n",
    "nested brackets": HEAD + "[" * DEEP + "a" + "]" * DEEP,
    "nested emphasis": HEAD + "*a " * DEEP + "b*" * DEEP,
    "nested links": HEAD + "[" * DEEP + "a" + "](b)" * DEEP,
    "nested parentheses": HEAD + "[a](" + "(" * DEEP + ")" * DEEP + ")",
    "nested html": HEAD + '<div markdown="1">\n\n' * DEEP + "</div>\n\n" * DEEP,
    "a thousand emphases": HEAD + "*a " * 1_000 + "b*" * 1_000,
    "a thousand definitions": HEAD + "a\n:   b\n" * 1_000,
    "three hundred html blocks": HEAD + '<div markdown="1">\n\n' * 300 + "</div>\n\n" * 300,
    "a table of many rows": HEAD + "|a|b|\n|-|-|\n" + "|c|d|\n" * 80_000,
    "a table of many columns": HEAD + "|" + "a|" * 80_000 + "\n|" + "-|" * 80_000 + "\n",
    "a timeline of many events": _section("Timeline", "- 10:00 a\n" * 9_900),
    "a timeline of unknown zones": _section("Timeline", "- 10:00 ABCDE a\n" * 9_900),
    "a timeline that goes back": _section("Timeline", "- 15:00 a\n- 10:00 b\n" * 4_950),
    "a timeline in a table": _section("Timeline", "|Time|What|\n|-|-|\n" + "|10:00|d|\n" * 9_900),
    "timelines": HEAD + "## Timeline (abcd)\n\n- 10:00 a\n\n" * 990,
    "a timeline at the beginning of time": HEAD.replace("2024-01-01T10", "0001-01-01T00")
    + "\n## Timeline\n\n- 23:00 a\n- 01:00 b\n- 0001-01-01 00:30 +14:00 c\n",
    "a timeline at the end of time": HEAD.replace("2024-01-01", "9999-12-31")
    + "\n## Timeline\n\n- 23:00 a\n- 01:00 b\n- 23:00 – 01:00 c\n- 9999-12-31T23:30-14:00 d\n",
    "many action items": _section("Action items", "- [ ] a (owner: b)\n" * 9_900),
    "inner fences of front matter": "---\ntitle: x\n---\n\n---\ntitle: y\n---\n",
}

# For regular expressions: near misses of 100,000 characters.
TRAPS = {
    "trailer": _section("Action items", "- a " + "(a:" * 30_000),
    "trailer with parentheses": _section("Action items", "- a (a:" + "()" * 4_000 + "x"),
    "trailer with commas": _section("Action items", "- a (" + "a:b,  " * 1_500),
    "item of spaces": _section("Action items", f"- a{_SPACES}x"),
    "declined": _section(
        "Action items",
        f"|Action|Status|\n|-|-|\n|a|declined{_SPACES}x|\n|a|declined: {'(' * 9_000}|",
    ),
    "clock": _section("Timeline", f"- 10:00{_SPACES}x\n- {'~' * 9_000}\n- {'1' * 9_000}"),
    "range": _section("Timeline", f"- 10:00 -{_SPACES}x\n- **10:00** –{_SPACES}**x"),
    "label": _section("Timeline", f"- 10:00 **a{' ' * 9_000}x\n- 10:00 **{'a ' * 4_500}"),
    "section title": f"{HEAD}\n## Timeline {'(' * 9_000}\n\n## Timeline {'(a b)' * 1_800}\n",
    "column title": _section("Timeline", f"|Time{'(' * 9_000}|What|\n|-|-|\n|10:00|a|\n"),
    "ignore": f"{HEAD}\n<!-- postmortem: ignore PM404: x{_SPACES}y\n",
    "ignore of spaces": f"{HEAD}\n<!--{_SPACES}postmortem: ignore\n# postmortem: ignore{_SPACES}\n",
    "hashes": f"{HEAD}\npostmortem: ignore {'# ' * 50_000}\n",
    "link target": f"{HEAD}\n[a](b.md) " + "[a](" + "(a" * 4_000 + "\n",
    "link text": f"{HEAD}\n[a](b.md) {'[' * 4_000}](b.md)\n",
    "private keys": HEAD + "-----BEGIN PRIVATE KEY-----\n" * 9_000,
    "private keys apart": HEAD + "-----BEGIN RSA PRIVATE KEY-----\n\n" * 9_000,
    "passwords": HEAD + ("password=" * 1_000 + "\n\n") * 50,
    "fences and indents": HEAD + (" " * 9_000 + "x\n") * 50,
    "code around links": f"{HEAD}\n{'`a` ' * 1_000}[a](b.md) {'`' * 3_000}\n",
    "percentage": _fields(f"impact: {{users_percent: {'1' * 40_000}.{'1' * 40_000}x}}"),
    "percentage of spaces": _fields(f'impact: {{users_percent: "~{" " * 90_000}x"}}'),
    "timestamp": _fields(f"started_at: 2024-01-01T10:00{'0' * 90_000}"),
    "timestamp of fractions": _fields(f'started_at: "2024-01-01T10:00:00.{"1" * 90_000}"'),
    "timestamp of spaces": _fields(f'started_at: "2024-01-01T10:00{" " * 90_000}x"'),
    "zone": _fields("timezone: " + "Europe/Berlin" * 7_000),
    "id": _fields("id: " + "a-" * 45_000 + "!"),
    "duration of numbers": _fields("duration: " + "1 " * 45_000),
    "duration of digits": _fields("duration: " + "9" * 90_000 + "h"),
    "duration of dots": _fields("duration: " + "1." * 45_000 + "h"),
    "duration as a clock": _fields('duration: "' + "9" * 5_000 + ':30"'),
    "duration in ISO": _fields("duration: P" + "9" * 400 + "D"),
    "duration of fractions": _fields("duration: " + "1 and a half " * 7_000),
    "duration of halves": _fields("duration: " + "half of an " * 8_000 + "h"),
    "duration of quarters": _fields("duration: 1 h" + " and a half" * 8_000),
    "roughly": _fields("duration: " + "about " * 15_000),
}

FRONT_MATTERS = {
    "billion laughs": _fields(
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "\n".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
            for before, name in pairwise(_LETTERS)
        )
    ),
    "nested lists in brackets": _fields("a: " + "[" * DEEP + "]" * DEEP),
    "nested lists without end": _fields("a: " + "[" * (MAX_FRONT_MATTER - 100)),
    "nested mappings": _fields("a: " + "{a: " * DEEP),
    "nested dashes": _fields("a:\n" + "- " * (MAX_FRONT_MATTER // 2 - 100)),
    "nested fields": _fields("\n".join(" " * depth + "a:" for depth in range(440))),
    "nested questions": _fields("? " * (MAX_FRONT_MATTER // 2 - 100)),
    "nesting that is skipped": _fields(f"title: {'[' * DEEP}{']' * DEEP}\n<<: {'[' * DEEP}"),
    "nesting as a name": _fields(f"? {'[' * DEEP}{']' * DEEP}\n: a"),
    "an alias to itself": _fields("a: &a [*a]"),
    "a merge key": _fields("<<: {severity: sev1}"),
    "a tag": _fields('a: !!python/object/apply:os.system ["id"]'),
    "a long anchor": _fields(f"a: &{'a' * 90_000} x"),
    "a huge integer": _fields("severity: " + "9" * 90_000),
    "a huge name": _fields("a" * 90_000 + ": b"),
    "a huge title": f'---\ntitle: "{fill("|<* ", 90_000)}"\n---\n',
    "equal names": _fields("a: b\n" * 18_000),
    "unknown names": _fields(_many("a{}: b\n")),
    "aliases": _fields("aliases: [" + _many("a{}, ") + "]"),
    "unknown services": _fields("services: [" + _many("a{}, ") + "]"),
    "unknown services of a draft": _fields(
        "review_status: draft\nservices: [" + _many("a{}, ") + "]"
    ),
    "unknown relations": _fields("related:\n" + _many("- id: a{}\n")),
    "bent values": _fields("tags:\n" + "- no\n" * 19_000),
    "incidents": _fields(
        "timezone: UTC\nincidents:\n"
        + _many("- {{id: a{}, started_at: 2024-01-01T10:00, resolved_at: 2024-01-01T11:00}}\n")
    ),
    "incidents with unknown fields": _fields("incidents:\n" + _many("- {{id: a{}, b: c}}\n")),
    "action items": _fields("action_items:\n" + _many("- title: a{}\n")),
    "discrepancies": _fields("discrepancies:\n" + _many("- {{about: zone{}, note: x}}\n")),
    "a long discrepancy": _fields(f"discrepancies: [{{about: {'a' * 90_000}, note: x}}]"),
    "a long choice": _fields("kind: " + "incident" * 10_000),
    "a long term": _fields("severity: " + "sev" * 30_000),
    "a bad address": _fields('sources: [{url: "http://[a"}, {url: "javascript:alert(1)"}]'),
    "a surrogate": _fields('summary: "\\ud800"'),
    "a character beyond Unicode": _fields('summary: "\\U00110000"'),
    "control characters": _fields('summary: "\\0\\a"'),
    "line ends of YAML": _fields("summary: a\x85b\u2028c\u2029d\nsevrity: x"),
    "escaped line ends": _fields('summary: "a\\Nb\\Lc\\Pd"'),
    "a directive": "---\n%YAML 9.9\n---\ntitle: x\n---\n",
    "a byte-order mark inside": "---\n\ufefftitle: x\n---\n",
    "the beginning of time": _fields(
        "timezone: Europe/Berlin\nstarted_at: 0001-01-01T00:00\nresolved_at: 9999-12-31T23:59"
    ),
    "the edges of time": _fields(
        'timezone: "+14:00"\nstarted_at: 0001-01-01T00:00\ndetected_at: 9999-12-31T23:59-14:00'
    ),
    "a year without number": _fields("timezone: UTC\nstarted_at: 0000-01-01"),
    "digits of other scripts": _fields("duration: ١h\nimpact: {users_percent: ١٢}"),
    "too long": _fields("summary: " + "a " * MAX_FRONT_MATTER),
}

FILES = {
    "empty": "",
    "only the opening": "---",
    "only the opening line": "---\n",
    "nothing between": "---\n---",
    "no closing": "---\ntitle: x\n",
    "only dashes": "---\n" * 100_000,
    "dashes and spaces": "---" + " " * 400_000,
    "one line of dashes": "-" * 400_000,
    "only line ends": "\n" * 400_000,
    "line ends before": "\n" * 400_000 + "---\ntitle: x\n---\n",
    "only spaces": " " * 400_000,
    "dots": "---\ntitle: x\n...\nbody\n",
    "a header": "Title: x\nSeverity: y\n\nbody\n",
    "a form feed": "---\x0c\ntitle: x\n---\n",
    "control characters": "".join(map(chr, range(1, 32))),
    "a separator in the opening": "---\ntitle: x\u2028---\n---\n",
}

GROUPS = {"bodies": BODIES, "traps": TRAPS, "front matters": FRONT_MATTERS, "files": FILES}
