"""Rules about what was left standing: a template's words, and pictures that nobody described."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext
from postmortem_kb.visible_lines import VisibleLine, find_visible_lines

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem, Section

_VERBS = (
    "describe|insert|enter|fill in|fill out|your|write|explain|provide|specify|summarise|summarize"
)
_MORE_VERBS = f"{_VERBS}|add|name of|replace|list|link to"
_BLANKS = (
    r"(?:(?:short|brief|incident|descriptive) ){0,3}(?:title|description|status|due date|owner)\]"
)
# As they stand in the postmortem templates of public repositories.
_TEMPLATE = re.compile(
    r"(?<![\w/.@#-])(?:TODO|FIXME|XXX)(?![\w/@-]|\.\w)(?! (?i:lists?|items?|comments?|apps?)\b)"
    r"|(?<![\w(])(?i:YYYY[-/.]MM[-/.]DD|(?:DD[-/.]MM|MM[-/.]DD)[-/.]YYYY|HH:MM)(?:T?(?i:HH:MM))?"
    rf"|<(?i:{_MORE_VERBS}) [^<>=\n]{{1,200}}>"
    rf"|\[(?i:{_BLANKS}|(?:{_VERBS}) [^\[\]\n]{{1,200}}\])(?![(\[:])"
)
_LATER = "determined|decided|defined|written|added"
_UNDECIDED = re.compile(
    r"(?:^\s*(?:[-*+>]\s+|\d+[.)]\s+|\#+\s+)?(?:\[[ xX]\]\s+)?(?:\**[\w -]{1,40}:\**\s*)?|\|\s*)"
    rf"(?P<found>[*_\"']{{0,2}}(?:TBA|(?i:tbd|to be (?:{_LATER})))"
    r"[*_\"']{0,2})[.!]?\s*(?:$|(?=\|))"
)
_QUESTION = re.compile(
    r"what happened"
    r"|what (?:was|is|were) the (?:(?:user|customer|business) )?(?:impact|root cause|trigger|cause)"
    r"|what (?:caused|triggered|needs?) |what (?:went|did not go) (?:well|wrong|poorly)"
    r"|what did we learn|what (?:could|can) we (?:do|have done) |what could have gone better"
    r"|where did we get lucky|(?:who|what|who/what) (?:was|were) (?:affected|impacted)"
    r"|how many (?:users|customers) |how long "
    r"|how (?:was|were|did) (?:it|this|we|the \w+) (?:\w+ )?(?:detect|discover|notice|find|resolve|"
    r"fix|mitigate|respond)"
    r"|why did (?:it|this|the \w+) |when did (?:it|this|the \w+) "
)
# Asked first: most records have none of them, and looking costs next to nothing.
_HINTS = ("TODO", "FIXME", "XXX", "TBA")
_FOLDED_HINTS = ("tbd", "hh:mm", "yyyy", *(f"to be {word}" for word in _LATER.split("|")))
_PLACEHOLDER = re.compile(rf"[<\[](?:(?:{_MORE_VERBS}) |{_BLANKS})")
_MARKUP = " \t-*+_>#0123456789.)"
_NO_ALT = re.compile(r"!\[\s{0,20}\](?=[(\[])|<img\b(?![^<>]{0,1000}\balt\b)[^<>]{0,1000}>", re.I)


def _check_template(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    level = Level.ADVICE if postmortem.is_draft else None
    if _may_have_leftovers(postmortem.source.text):
        blocks = postmortem.body.action_item_blocks
        items = {number for span in blocks for number in range(span.first, span.last + 1)}
        for line in find_visible_lines(postmortem.source.text, postmortem.body):
            if found := _find_leftover(line, is_item=line.number in items):
                column, text = found
                yield _leftover(Place(line.number, column), text, line.field, level)
    for section in postmortem.body.sections:
        if section.text.rstrip(" \n*_").endswith(("?", ":")) and (
            question := _find_question(section)
        ):
            place = postmortem.body_place(section.text_line, question)
            yield _leftover(place, question, None, level)


def _may_have_leftovers(text: str) -> bool:
    folded = text.lower()
    return (
        any(hint in text for hint in _HINTS)
        or any(hint in folded for hint in _FOLDED_HINTS)
        or _PLACEHOLDER.search(folded) is not None
    )


def _find_leftover(line: VisibleLine, *, is_item: bool) -> tuple[int, str] | None:
    """The first such words of a line. An owner that is not decided has a rule of its own."""
    if match := _TEMPLATE.search(line.text):
        return match.start() + 1, match.group()
    if not is_item and (match := _UNDECIDED.search(line.text)):
        return match.start("found") + 1, match["found"]
    return None


def _find_question(section: "Section") -> str | None:
    """The first line of a section of questions without answers, at least one of them known."""
    lines = [line.strip(" \t*_") for line in section.text.split("\n") if line.strip()]
    questions = [line.lstrip(_MARKUP) for line in lines]
    if not all(line.endswith(("?", ":")) for line in questions):
        return None
    is_known = any(_QUESTION.match(line.lower()) for line in questions)
    return questions[0] if is_known else None


def _leftover(place: Place, text: str, field: str | None, level: Level | None) -> Finding:
    return Finding(
        place,
        f"found {text!r}, left over from a template",
        "write what belongs there, or take it out",
        field,
        level,
    )


def _check_images(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.body.text
    if "![" not in text and "<img" not in text.lower():
        return
    for line in find_visible_lines(postmortem.source.text, postmortem.body):
        for image in _NO_ALT.finditer(line.text) if line.field is None else ():
            yield Finding(
                Place(line.number, image.start() + 1),
                "the image has no text",
                "say between the brackets what it shows: ![Failed payments per minute](…)",
            )


_HEAD = "---\ntitle: Checkout was down\n---\n\n"

TEMPLATE_TEXT = Rule(
    code="PM412",
    name="template-text",
    level=Level.WARNING,
    why="`TODO`, `TBD` by itself, `HH:mm`, `<describe the impact>` or a template's question with "
    "no answer say that nobody wrote what belongs there. Code and comments are left alone. In a "
    "draft it is advice.",
    bad=_HEAD + "## Timeline\n\n- HH:mm **Detected:** Payments fail.\n",
    good=_HEAD + "## Timeline\n\n- **Detected:** Payments fail.\n",
    check=_check_template,
)
IMAGE_WITHOUT_TEXT = Rule(
    code="PM413",
    name="image-without-text",
    level=Level.WARNING,
    why="Who cannot see a graph, or finds it gone in ten years, has to learn what it showed.",
    bad=_HEAD + "![](https://status.example/graph.png)\n",
    good=_HEAD + "![Failed payments rise at 13:15](https://status.example/graph.png)\n",
    check=_check_images,
)
