"""The page of a replay without its script: events within each other, and nothing given away."""

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import REPOSITORY
from making import TAXONOMY, make
from postmortem_kb.front_matter import split_document
from postmortem_kb.knowledge_base import load
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Postmortem, SectionKind
from postmortem_kb.pages.reading_groups.replay_html import EventRenderer
from postmortem_kb.pages.reading_groups.replay_page import has_replay, render_replay
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy, TermSet
from records import PROPERTY
from stories import tell, tell_kinds

OWN = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"), today=None)
# Those of this repository's own site, and more that react to what stands in a page.
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
DETAILS = """\
- 10:02 **Hypothesis:** A `cache` is _cold_ :smile: ==so== ~~no~~ {{ macro }} [[wiki]].

  ```yaml
  key: "value"

  --8<-- "mkdocs.yml"
  ```

  - one
  - two <b>bold</b><br>more <script>alert(1)</script>

  ~~~
  # no heading
  ~~~

  | a | b |
  |---|--:|
  | 1 | 2 |

  $$x^2$$ and `a | b`
"""


class Reader(HTMLParser):
    """The text of a page by how many details it stands in, and whether every tag has its end."""

    VOID = ("br", "img", "hr", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[int, str] = {}
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = " ".join(value or "" for name, value in attrs if name != "href")
        self._add(values)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        depth = self.open.count("details")
        self.texts[depth] = f"{self.texts.get(depth, '')} {text}"


def page(record: Postmortem, taxonomy: Taxonomy = TAXONOMY, **options: bool) -> str:
    made = render_replay(record, taxonomy, Settings(**options))
    assert made is not None
    assert isinstance(made.content, str)
    return made.content


def html(content: str) -> str:
    return markdown.markdown(split_document(content).body, extensions=EXTENSIONS)


def raw(content: str) -> str:
    return content[content.index('<div class="pm-replay"') :].strip()


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_a_record_without_a_story_has_no_page() -> None:
    record = tell_kinds("DHX")
    assert (has_replay(record), render_replay(record, TAXONOMY, Settings())) == (False, None)


def test_the_front_matter_tells_nothing_and_keeps_the_page_out_of_the_search() -> None:
    assert split_document(page(tell_kinds("DHXR"))).front_matter.data == {
        "title": "Replay: Incident of 8 June 2024",
        "description": "Told step by step, as the responders lived it. "
        "This is an incident of 8 June 2024.",
        "hide": ["navigation", "toc"],
        "search": {"exclude": "True"},
    }


def test_the_page_stands_below_that_of_its_record() -> None:
    made = render_replay(tell_kinds("DHXR"), TAXONOMY, Settings())
    assert made is not None
    assert (made.path, made.source) == ("postmortems/2024-06-08-story/replay.md", None)


@pytest.mark.parametrize(
    ("use_directory_urls", "root", "url"),
    [
        (True, "../../../", "../../../postmortems/2024-06-08-story/"),
        (False, "../../", "../../postmortems/2024-06-08-story.html"),
    ],
)
def test_urls_fit_the_way_the_site_is_built(use_directory_urls: bool, root: str, url: str) -> None:
    content = page(tell_kinds("DHXR"), use_directory_urls=use_directory_urls)
    assert f'data-site-root="{root}"' in content
    assert f'<a href="{url}">Outage</a>' in content


@pytest.mark.parametrize(
    "record",
    [tell_kinds("DHXR"), tell(DETAILS + "- Two.\n- Three.\n- Four.\n"), tell_kinds("DHXN" * 30)],
    ids=["plain", "hostile", "120 events"],
)
def test_python_markdown_leaves_the_block_as_it_is(record: Postmortem) -> None:
    content = page(record)
    assert html(content).endswith(raw(content))


@pytest.mark.parametrize(
    "record",
    [tell(DETAILS + "- Two.\n- Three.\n- Four.\n"), tell_kinds("DHXN" * 30)],
    ids=["hostile", "120 events"],
)
def test_every_tag_has_its_end(record: Postmortem) -> None:
    reader = read(raw(page(record)))
    assert (reader.open, reader.wrong) == ([], [])


def test_each_event_stands_in_the_details_of_the_one_before() -> None:
    texts = read(raw(page(tell_kinds("DHXR")))).texts
    assert sorted(texts) == [0, 1, 2, 3, 4]
    assert [kind for kind in ("D0", "H1", "X2", "R3") if f"It is {kind}." in texts[2]] == ["H1"]


def test_a_summary_says_no_time_of_what_comes() -> None:
    content = page(tell_kinds("DHXR"))
    assert re.findall(r"<summary>(.*?)</summary>", content) == [
        f"Next event ({number} of 4)" for number in range(1, 5)
    ]


def test_a_step_can_be_linked_to() -> None:
    content = page(tell_kinds("DHXR"))
    assert re.findall(r'id="(step-\d+)"', content) == [f"step-{number}" for number in range(5)]


def test_a_wrong_turn_is_called_so_when_it_is_ruled_out() -> None:
    record = tell("""\
- 10:00 **Detected:** An alert.
- 10:05 – 10:25 **Hypothesis:** The cache is cold. This is a dead end.
- 10:30 **Ruled out:** The cache is warm.
- 10:40 **Resolved:** Over.
""")
    texts = read(raw(page(record))).texts
    told = "Told now of event 2 (hypothesis, 10:05):"
    assert "dead end" not in texts[2]
    assert "10:25" not in texts[2]
    assert "This rules out event 2 (hypothesis, 10:05), held for 25 min." in texts[3]
    assert f"{told} This is a dead end." in squeeze(texts[3])
    assert f"{told} It went on until 10:25." in squeeze(texts[3])


def test_an_entry_that_is_all_hindsight_says_so() -> None:
    record = tell("- 10:05 **Hypothesis:** A red herring.\n- Two.\n- Three.\n- Four.\n")
    assert "What was tried is told later." in read(raw(page(record))).texts[1]


@pytest.mark.parametrize("label", ["", "**Started:** ", "**Detected:** ", "**Escalated:** "])
def test_of_another_event_that_is_all_hindsight_nothing_is_said_to_be_tried(label: str) -> None:
    record = tell(f"- 10:05 {label}A red herring.\n- Two.\n- Three.\n- Four.\n")
    text = read(raw(page(record))).texts[1]
    assert "What happened here is told later." in text
    assert "tried" not in text


def test_the_end_says_which_hypotheses_were_false_by_their_own_entries() -> None:
    record = tell("- One.\n- **Hypothesis:** The cache. A red herring.\n- Three.\n- Four.\n")
    assert '<div class="pm-replay-end" data-refuted="2">' in page(record)
    assert '<div class="pm-replay-end">' in page(tell_kinds("DHXR"))


def test_the_end_shows_the_title_and_the_length() -> None:
    record = make(
        "2024-06-08-a",
        "started_at: 2024-06-08T10:00\nresolved_at: 2024-06-08T11:30\ntimezone: UTC",
        "## Timeline\n\n- One.\n- Two.\n- Three.\n- Four.\n",
        title="A <disk> died",
    )
    texts = read(raw(page(record))).texts
    assert "A <disk> died" in texts[4]
    assert "1 h 30 min" in texts[4]
    assert not any("disk" in texts[depth] or "1 h 30" in texts[depth] for depth in range(4))


@pytest.mark.parametrize("record", OWN.postmortems, ids=lambda record: str(record.id))
def test_no_level_of_our_own_records_tells_of_a_later_one(record: Postmortem) -> None:
    made = page(record, OWN.taxonomy)
    texts = read(html(made)).texts
    head = " ".join(str(value) for value in split_document(made).front_matter.data.values())
    seen = head
    events = record.body.events
    sections = [
        sentence
        for section in record.body.sections
        if section.kind in (SectionKind.ROOT_CAUSE, SectionKind.RESOLUTION)
        for sentence in re.split(r"(?<=[.:,;]) ", plain_text(section.text))
    ]
    causes = record.incident.root_causes
    labels = [OWN.taxonomy.get(TermSet.ROOT_CAUSES, cause).label for cause in causes]
    for depth in range(len(events)):
        seen = squeeze(f"{seen} {texts[depth]}")
        later = [plain_text(event.text) for event in events[depth:]]
        assert [text for text in [*later, *sections, record.title] if text in seen] == []
        assert [label for label in labels if f" {label} " in seen] == []


_EVENT = st.sampled_from(
    [
        "**Started:** The {0} begins to tavoli. Orders pile up at {0}.",
        "**Detected:** An alert on {0}.",
        "**Hypothesis:** It is {0}. A false trail: tavoli was it.",
        "**Hypothesis:** It is {0}.\n  - {0} is read.\n  - In hindsight, sorevi would have helped.",
        "**Ruled out:** It is not {1}.",
        "**Ruled out:** {1} is sound. The tavoli was only found later.",
        "**Escalated:** The {0} team is asked. <!-- postmortem: cut -->",
        "**Note:** Nobody looks at sorevi until the end. `{0}` is slow.",
        "**Mitigated:** Back, with {0} still slow.",
    ]
)


@settings(PROPERTY, max_examples=40)
@given(st.lists(_EVENT, min_size=4, max_size=8))
def test_no_level_of_any_story_tells_of_a_later_one(events: list[str]) -> None:
    names = [f"brelax{'abcdefghijklm'[number]}" for number in range(len(events) + 1)]
    timeline = "".join(
        f"- 10:{number:02} – 11:{number:02} "
        f"{event.format(names[number], names[max(number - 1, 0)])}\n"
        for number, event in enumerate(events)
    )
    rest = "\n## Root cause\n\nThe tavoli.\n\n## Resolution\n\nA sorevi.\n"
    record = tell(timeline, "impact: No tavoli for visitors. They saw nothing.", rest)
    made = page(record)
    reader = read(raw(made))
    seen = made[: made.index('<div class="pm-replay"')]
    for depth in range(len(events)):
        seen += reader.texts[depth]
        later = names[depth:-1] + [f"11:{number:02}" for number in range(len(events))]
        held_back = ["tavoli", "sorevi", "hindsight"]
        if not any("Ruled out" in event for event in events[:depth]):
            held_back.append("false trail")
        assert [word for word in [*later, *held_back] if word in seen] == []
    assert all(word in reader.texts[len(events)] or word not in timeline for word in held_back)


def test_passages_are_rendered_without_html_and_links() -> None:
    renderer = EventRenderer("[ref]: https://example.com/x", "../../")
    text = "See [a](b.md), [c](https://d.example), [e][ref], <https://f.example>[^1]<b>g</b><br>h."
    assert renderer.render_text(text) == ("See a, c, e, https&#58;&#47;&#47;f.exampleg<br>h.")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "![A graph](images/a%20b.png)",
            '<img src="../../postmortems/images/a%20b.png" alt="A graph" loading="lazy">',
        ),
        ("![x](../assets/a.png)", '<img src="../../assets/a.png" alt="x" loading="lazy">'),
        ("![An ad](https://ads.example/x.png)", "An ad"),
    ],
)
def test_pictures_of_the_site_are_shown_and_others_named(written: str, expected: str) -> None:
    assert EventRenderer("", "../../").render_text(written) == expected


def test_code_keeps_its_lines() -> None:
    assert EventRenderer("", "").render_blocks("```\na\n\n  b\n```") == (
        '<pre tabindex="0">a&#10;&#10;  b</pre>'
    )


def test_the_same_record_gives_the_same_page() -> None:
    assert page(tell(DETAILS * 4)) == page(tell(DETAILS * 4))
