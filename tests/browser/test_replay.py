"""Replays in a real browser: the keyboard, the address, and that nothing tells of what comes."""

import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import axe_violations, serve_folder
from building import REPOSITORY, build, write_project
from postmortem_kb.knowledge_base import KnowledgeBase, load
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Postmortem, SectionKind
from postmortem_kb.reading_groups.telling.replay import make_replay
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import TermSet
from projects import CONFIG

Visit = Callable[..., Page]

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)
NAMES = [
    f"{first}{second}"
    for first in "brel dorn fask gilp hurm".split()
    for second in "abba ecco iffi ollo uttu alla egge immi".split()
]
LONG = "long-story"
SITE_URL = "http://127.0.0.1/"


def make_long_story() -> str:
    """Forty events over midnight: some without a time, with code, a picture, a list below."""
    lines = []
    for number, name in enumerate(NAMES):
        hour, minute = divmod(22 * 60 + number * 7, 60)
        clock = "" if number % 5 == 3 else f"{hour % 24:02}:{minute:02} "
        if number % 6 == 2 and clock:
            clock = f"{clock.strip()} – {(hour + 1) % 24:02}:{minute:02} "
        kind = (
            "Detected"
            if number == 1
            else ("Note", "Hypothesis", "Note", "Ruled out", "Escalated", "Note")[number % 6]
        )
        text = f"The {name} is looked at"
        if kind == "Hypothesis":
            text += f". This is the {name} dead end"
        lines.append(f"- {clock}**{kind}:** {text}.")
        if number % 8 == 0:
            lines += [
                "",
                "  ```",
                f"  {name} --status",
                "",
                f"  {name} is " + "very " * 60,
                "  ```",
            ]
        if number % 8 == 5:
            lines += ["", f"  ![Graph of {name}](graph.png)", "", f"  - {name} one", "  - two"]
    return (
        "---\ntitle: The secret zebra broke the shop\nstarted_at: 2024-03-01T22:00\n"
        "resolved_at: 2024-03-02T03:00\ntimezone: Europe/Berlin\nroot_causes: [hardware/disk]\n"
        "impact: Nobody could buy.\n---\n\n## Timeline\n\n"
        + "\n".join(lines)
        + "\n\n## Root cause\n\nThe zebra ate the wire.\n\n## Resolution\n\nA new wire.\n"
    )


TABLE = """\
---
title: A table of secrets
started_at: 2024-03-01T22:00
timezone: UTC
---

## Timeline

| Time | Kind | What happened |
|---|---|---|
| 22:00 | Detected | An alert `a` fires. |
| 22:10 | Hypothesis | The cache. |
| 22:20 | Ruled out | The cache is warm. <!-- postmortem: cut: What is left? --> |
| 22:30 | Resolved | All is well. |
"""


WORD = "w" * 160
WIDE = f"""\
---
title: {WORD}
started_at: 2024-03-01T22:00
timezone: UTC
---

## Timeline

- 22:00 **Detected:** Alert {WORD} fires.
- 22:10 **Hypothesis:** `{WORD}` it is.

  ```
  {WORD}
  ```

  - {WORD}

  | {WORD} | b |
  |---|---|
  | {WORD} | b |

- 22:15 **Escalated:** [{WORD}](https://example.com/{WORD}) is called.
- 22:20 **Ruled out:** {WORD}. <!-- postmortem: cut: What of {WORD}? -->
- 22:25 **Hypothesis:** {WORD} again. This turned out to be a dead end {WORD}.
- 22:30 **Resolved:** All is {WORD}.
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site with our own records and three made-up ones."""

    url: str
    folder: Path
    kb: KnowledgeBase

    def record(self, record_id: str) -> Postmortem:
        return next(one for one in self.kb.postmortems if one.id == record_id)

    def replay(self, record_id: str) -> str:
        return f"{self.url}postmortems/{record_id}/replay/"


RECORDS = sorted(file.stem for file in (REPOSITORY / "postmortems").glob("2*.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("replay")
    config = f"site_url: {SITE_URL}\n" + CONFIG.replace(
        "  font: false\n",
        "  font: false\n  features: [navigation.instant, navigation.top, content.code.copy]\n"
        '  palette:\n    - {media: "(prefers-color-scheme: light)", scheme: default}\n'
        '    - {media: "(prefers-color-scheme: dark)", scheme: slate}\n',
    )
    own = {
        f"postmortems/{file.name}": file.read_text("utf-8")
        for file in (REPOSITORY / "postmortems").iterdir()
        if file.is_file()
    }
    made = {f"postmortems/{LONG}.md": make_long_story(), "postmortems/table.md": TABLE}
    made["postmortems/wide.md"] = WIDE
    project = write_project(folder / "project", own | made, config=config)
    (project / "postmortems" / "graph.png").write_bytes(b64decode(PIXEL))
    result = build(project, folder / "site")
    assert result.returncode == 0, result.log
    kb = load(Settings(root=project, docs_dir=project / "docs"), today=None)
    with serve_folder(result.site_dir) as url:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = result.site_dir / "sitemap.xml"
        site_map.write_text(site_map.read_text("utf-8").replace(SITE_URL, url), encoding="utf-8")
        yield Site(url, result.site_dir, kb)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def everything(page: Page) -> str:
    """All that there is to be seen, found or read aloud; what no script runs is none of it."""
    parts = page.evaluate(
        """() => [
          document.title,
          document.body.innerText,
          document.body.textContent,
          ...[...document.querySelectorAll("meta[content]")].map(e => e.content),
          ...[...document.querySelectorAll("*")].flatMap(e => [...e.attributes]
            .filter(a => !["href", "src", "id", "for"].includes(a.name)).map(a => a.value)),
        ]"""
    )
    tree = page.locator("body").aria_snapshot()
    return squeeze(" ".join([*parts, re.sub(r"^\s*- /url:.*$", "", tree, flags=re.MULTILINE)]))


def find_secrets(record: Postmortem, kb: KnowledgeBase) -> list[str]:
    """What no step of a replay may hold: cause, resolution, title (but at its very end)."""
    sections = [
        sentence
        for section in record.body.sections
        if section.kind in (SectionKind.ROOT_CAUSE, SectionKind.RESOLUTION)
        for sentence in re.split(r"(?<=[.:]) ", plain_text(section.text))
    ]
    labels = [
        kb.taxonomy.get(TermSet.ROOT_CAUSES, cause).label for cause in record.incident.root_causes
    ]
    return [*sections, *(f" {label} " for label in labels)]


def wait(page: Page) -> None:
    page.wait_for_selector(".pm-replay--ready")


def progress(page: Page) -> str:
    return page.locator(".pm-replay-progress").inner_text()


def watch_status(page: Page) -> None:
    """Note from now on all that is said politely, as `read_status` returns it."""
    page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector(".pm-replay-status");
          const note = () => status.textContent && window.said.push(status.textContent);
          new MutationObserver(note).observe(status, { childList: true });
        }"""
    )


def read_status(page: Page) -> list[str]:
    said: list[str] = page.evaluate("window.said")
    return said


@pytest.mark.parametrize("record_id", [*RECORDS, LONG, "table"])
def test_by_keyboard_from_start_to_end_no_step_tells_of_a_later_one(
    visit: Visit, site: Site, record_id: str
) -> None:
    record = site.record(record_id)
    steps = make_replay(record, site.kb.taxonomy).steps
    secrets = find_secrets(record, site.kb)
    page = visit(site.replay(record_id))
    wait(page)
    for position in range(len(steps) + 1):
        seen = everything(page)
        assert (f"Step {position} of {len(steps)}" if position else "Before step 1") in seen
        told_later = {
            one.text: step.index + 1 for step in steps for one in step.told_now if one.text
        }
        later = [plain_text(step.text) for step in steps[position:]]
        later += [plain_text(text) for text, known in told_later.items() if known > position]
        if position < len(steps):
            later.append(record.title)
            at_end = make_replay(record, site.kb.taxonomy).told_at_end
            later += [plain_text(one.text) for one in at_end if one.text]
        assert [text for text in [*later, *secrets] if text and text in seen] == []
        if position:
            assert plain_text(steps[position - 1].text) in seen
        page.keyboard.press(("ArrowRight", "Space", "PageDown", "n")[position % 4])
    expect(page.locator(".pm-replay-end a")).to_have_text(record.title)


def test_keys_lead_back_to_the_start_and_to_the_end(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    seen = []
    for keys in ("End End", "ArrowLeft", "p", "PageUp", "Home", "ArrowLeft", "End End", "n"):
        for key in keys.split():
            page.keyboard.press(key)
        seen.append(progress(page))
    assert seen == [
        "Step 4 of 4",
        "Step 3 of 4",
        "Step 2 of 4",
        "Step 1 of 4",
        "Before step 1 of 4",
        "Before step 1 of 4",
        "Step 4 of 4",
        "Step 4 of 4",
    ]


def test_the_buttons_do_the_same_and_space_on_next_acts_once(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    button = page.get_by_role("button", name="Next")
    button.click()
    assert progress(page) == "Step 1 of 4"
    page.keyboard.press("Space")
    assert progress(page) == "Step 2 of 4"
    page.get_by_role("button", name="Back").click()
    assert progress(page) == "Step 1 of 4"
    page.get_by_role("button", name="Reveal all").click()
    page.get_by_role("button", name="Reveal all? Press again").click()
    assert progress(page) == "Step 4 of 4"
    expect(button).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(
    ("name", "position"), [("Back", 2), ("Next", 0), ("Reveal all", 1), ("Full screen", 1)]
)
def test_after_a_click_on_a_button_the_keys_step_and_press_it_no_more(
    visit: Visit, site: Site, name: str, position: int
) -> None:
    page = visit(f"{site.replay('table')}#step-{position}")
    wait(page)
    page.get_by_role("button", name=name, exact=True).click()
    assert progress(page) == "Step 1 of 4"
    is_large = page.locator(".pm-replay--large").count()
    seen = []
    for key in ("Space", "Space", "ArrowLeft", "ArrowRight", "Space", "Space"):
        page.keyboard.press(key)
        seen.append(progress(page).removesuffix(" of 4"))
    assert seen == ["Step 2", "Step 3", "Step 2", "Step 3", "Step 4", "Step 4"]
    assert page.locator(".pm-replay--large").count() == is_large
    assert page.evaluate("document.activeElement.closest('.pm-replay-controls') !== null")


@pytest.mark.parametrize(
    ("selector", "is_prevented"),
    [(".pm-replay-primary", True), (".md-content input", False), (".md-header a", False)],
)
def test_no_browser_presses_a_button_of_the_replay_when_space_comes_up(
    visit: Visit, site: Site, selector: str, is_prevented: bool
) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.evaluate("document.querySelector('.pm-replay').append(document.createElement('input'))")
    prevented = page.evaluate(
        """selector => {
          const options = { key: " ", bubbles: true, cancelable: true };
          const at = document.querySelector(selector);
          return ["keydown", "keyup"].map(name =>
            !at.dispatchEvent(new KeyboardEvent(name, options)));
        }""",
        selector,
    )
    assert prevented == [is_prevented, is_prevented]


@pytest.mark.parametrize("key", ["ArrowRight", "Space", "PageDown", "n", "Enter"])
def test_a_held_key_is_one_step(visit: Visit, site: Site, key: str) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.get_by_role("button", name="Next").focus()
    for _ in range(5):
        page.keyboard.down(key)
    page.keyboard.up(key)
    assert progress(page) == "Step 1 of 4"
    page.keyboard.press(key)
    assert progress(page) == "Step 2 of 4"


def test_a_held_f_does_not_flicker(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    for _ in range(4):
        page.keyboard.down("f")
    page.keyboard.up("f")
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()


def test_a_held_end_reveals_nothing(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    for _ in range(5):
        page.keyboard.down("End")
    page.keyboard.up("End")
    assert progress(page) == "Before step 1 of 4"
    expect(page.get_by_role("button", name="Reveal all? Press again")).to_be_visible()


def test_the_end_is_asked_for_twice_and_says_so_once(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    watch_status(page)
    page.get_by_role("button", name="Reveal all").click()
    assert progress(page) == "Before step 1 of 4"
    assert read_status(page) == ["Reveal all? Press again"]
    assert "All is well" not in everything(page)
    page.keyboard.press("Enter")
    assert progress(page) == "Step 4 of 4"
    expect(page.get_by_role("button", name="Reveal all", exact=True)).to_be_visible()


def test_a_double_click_is_one_press(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.get_by_role("button", name="Reveal all").dblclick()
    assert progress(page) == "Before step 1 of 4"
    page.get_by_role("button", name="Reveal all? Press again").click()
    assert progress(page) == "Step 4 of 4"


@pytest.mark.parametrize("key", ["ArrowLeft", "ArrowRight", "Tab", "Escape", "x"])
def test_another_key_takes_the_question_back(visit: Visit, site: Site, key: str) -> None:
    page = visit(f"{site.replay('table')}#step-1")
    wait(page)
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Reveal all? Press again")).to_be_visible()
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Reveal all", exact=True)).to_be_visible()
    page.keyboard.press("End")
    assert not progress(page).startswith("Step 4")


def test_another_button_takes_the_question_back(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2")
    wait(page)
    page.keyboard.press("End")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Reveal all", exact=True)).to_be_visible()


def test_the_question_goes_by_itself(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.clock.install()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Reveal all? Press again")).to_be_visible()
    page.clock.run_for(5000)
    expect(page.get_by_role("button", name="Reveal all", exact=True)).to_be_visible()
    expect(page.locator(".pm-replay-status")).to_have_text("")
    page.keyboard.press("End")
    assert progress(page) == "Before step 1 of 4"


def test_focus_stays_on_the_button_until_the_end(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.get_by_role("button", name="Next").focus()
    for _ in range(5):
        page.keyboard.press("Enter")
    assert progress(page) == "Step 4 of 4"
    assert page.evaluate("document.activeElement.textContent") == "Next"


def test_keys_are_left_to_a_field_and_to_the_browser(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.evaluate("document.querySelector('.md-content').prepend(document.createElement('input'))")
    page.locator(".md-content input").focus()
    page.keyboard.type("n p f")
    page.keyboard.press("ArrowRight")
    assert page.locator(".md-content input").input_value() == "n p f"
    page.locator(".md-content input").blur()
    for modifier in ("Control", "Shift", "Alt", "Meta"):
        page.keyboard.press(f"{modifier}+PageDown")
    assert progress(page) == "Before step 1 of 4"


def test_the_search_box_keeps_its_keys(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-1")
    wait(page)
    page.keyboard.press("/")
    page.keyboard.type("n p f table")
    box = page.locator(".md-header input[name=query]")
    expect(box).to_have_value("n p f table")
    for key in ("Home", "End", "End", "ArrowLeft", "Space", "PageDown"):
        page.keyboard.press(key)
    box.fill("")
    box.press_sequentially("secrets")
    page.locator(".md-search-result__link", has_text="A table of secrets").first.focus()
    page.keyboard.press("n")
    assert progress(page) == "Step 1 of 4"


def test_in_full_screen_no_key_leads_to_the_covered_search_box(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    for key in ("f", "/", "s", "n"):
        page.keyboard.press(key)
    assert progress(page) == "Step 1 of 4"
    assert page.evaluate("document.activeElement.matches('input')") is False


def test_capital_letters_are_the_same_keys(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.evaluate(
        """document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "N", bubbles: true }))"""  # caps lock
    )
    assert progress(page) == "Step 1 of 4"


def test_each_step_is_read_aloud_once(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    watch_status(page)
    for key in ("n", "n", "ArrowLeft", "Home", "Home"):
        page.keyboard.press(key)
    detected = "Step 1 of 4. 22:00 at the stated start 1 March 2024, UTC Detected An alert a fires."
    first, second, third, fourth = read_status(page)
    assert first.startswith(detected)
    assert second.startswith(
        "Step 2 of 4. 22:10 10 min after the stated start 1 March 2024, UTC Hypothesis The cache."
    )
    assert third == first
    assert fourth.startswith("Before step 1 of 4. ")
    live = page.locator(".md-content :is([aria-live], [role=status], [role=alert])")
    expect(live).to_have_count(1)


def test_with_less_motion_nothing_moves_by_itself(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay(LONG)}#step-20", reduced_motion="reduce")
    wait(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for key in ("n", "f", "n", "f", "End"):
        page.keyboard.press(key)
        moving = page.evaluate(
            """() => document.getAnimations()
              .filter(one => one.effect.target.closest(".pm-replay")).length"""
        )
        assert moving == 0, key
    top = "document.querySelector('.pm-replay').getBoundingClientRect().top"
    assert page.evaluate(top) == page.evaluate(
        f"new Promise(done => requestAnimationFrame(() => done({top})))"
    )


@pytest.mark.parametrize("keys", [(), ("f",)])
def test_what_has_the_focus_is_to_be_seen(visit: Visit, site: Site, keys: tuple[str]) -> None:
    page = visit(f"{site.replay('table')}#step-1")
    wait(page)
    for key in keys:
        page.keyboard.press(key)
    page.get_by_role("button", name="Back").focus()
    seen = []
    for _ in range(4):
        seen.append(
            page.evaluate(
                """() => {
                  const at = document.activeElement, { outlineStyle, outlineWidth } =
                    getComputedStyle(at);
                  return [at.textContent, outlineStyle, Number.parseFloat(outlineWidth) >= 2];
                }"""
            )
        )
        page.keyboard.press("Tab")
    last = "Leave full screen" if keys else "Full screen"
    assert seen == [[name, "solid", True] for name in ("Back", "Next", "Reveal all", last)]


def test_the_board_says_what_is_known(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2")
    wait(page)
    board = page.locator(".pm-replay-board")
    assert squeeze(board.inner_text()) == (
        "Known so far Detected 22:00 Suspected The cache. Ruled out Nothing Called in Nobody"
    )
    page.keyboard.press("n")
    assert squeeze(board.inner_text()) == (
        "Known so far Detected 22:00 Suspected Nothing Ruled out The cache. Held for 10 min. "
        "Called in Nobody"
    )


def test_a_cut_asks_in_a_box_of_its_own_before_the_next_event(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-3")
    wait(page)
    expect(page.get_by_role("note", name="Question")).to_contain_text("What is left?")
    page.keyboard.press("n")
    expect(page.get_by_role("note", name="Question")).to_have_count(0)


def test_the_address_keeps_the_step_over_a_reload(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.url.endswith("/replay/#step-2")
    page.reload()
    wait(page)
    assert progress(page) == "Step 2 of 4"
    expect(page.locator(".pm-replay-stage")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("hash_", "shown", "kept"),
    [
        ("#step-4", "Step 4 of 4", "#step-4"),
        ("#step-5", "Before step 1 of 4", "#step-0"),
        ("#step-99999999999999999999", "Before step 1 of 4", "#step-0"),
        ("#step--1", "Before step 1 of 4", "#step--1"),
        ("#step-0", "Before step 1 of 4", "#step-0"),
        ("#step-x", "Before step 1 of 4", "#step-x"),
        ("#other", "Before step 1 of 4", "#other"),
    ],
)
def test_an_address_out_of_range_is_led_to_the_beginning(
    visit: Visit, site: Site, hash_: str, shown: str, kept: str
) -> None:
    page = visit(site.replay("table") + hash_)
    wait(page)
    assert progress(page) == shown
    assert page.url.endswith(kept)


def test_a_changed_address_changes_the_step(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.evaluate("location.hash = '#step-3'")
    expect(page.locator(".pm-replay-progress")).to_have_text("Step 3 of 4")


def test_an_address_changed_out_of_range_leads_to_the_beginning(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2")
    wait(page)
    page.evaluate("location.hash = '#step-999'")
    expect(page.locator(".pm-replay-progress")).to_have_text("Before step 1 of 4")
    assert page.url.endswith("#step-0")


def test_a_link_to_another_place_of_the_page_leaves_the_step(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2")
    wait(page)
    page.evaluate("document.querySelector('.pm-replay').id = 'before'")
    page.evaluate("location.hash = '#elsewhere'")
    # The theme fetches the page again.
    page.wait_for_selector(".pm-replay--ready:not(#before)")
    assert progress(page) == "Step 2 of 4"
    page.keyboard.press("n")
    assert page.url.endswith("#step-3")


def test_on_the_disk_such_a_link_leaves_the_step_too(visit: Visit, site: Site) -> None:
    page = visit(f"{(site.folder / 'postmortems/table/replay/index.html').as_uri()}#step-2")
    wait(page)
    page.evaluate("location.hash = '#elsewhere'")
    page.wait_for_function("location.hash === '#elsewhere'")
    assert progress(page) == "Step 2 of 4"


def test_it_starts_again_after_instant_navigation(visit: Visit, site: Site) -> None:
    page = visit(f"{site.url}postmortems/table/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.sameDocument = true")
    page.locator("a[href*=replay]").first.click()
    wait(page)
    page.keyboard.press("n")
    assert progress(page) == "Step 1 of 4"
    page.locator(".pm-kicker a").click()
    page.wait_for_url(f"{site.url}postmortems/table/")
    page.locator("a[href*=replay]").first.click()
    wait(page)
    page.keyboard.press("n")
    assert progress(page) == "Step 1 of 4"
    assert page.evaluate("window.sameDocument")


def test_instant_navigation_to_a_step_shows_that_step(visit: Visit, site: Site) -> None:
    page = visit(f"{site.url}postmortems/table/")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """window.sameDocument = true;
        document.querySelector("a[href*=replay]").href += "#step-2";"""
    )
    page.locator("a[href*=replay]").first.click()
    wait(page)
    assert (progress(page), page.url.endswith("#step-2")) == ("Step 2 of 4", True)
    assert page.evaluate("window.sameDocument")


def test_it_works_from_the_disk(visit: Visit, site: Site) -> None:
    page = visit(f"{(site.folder / 'postmortems/table/replay/index.html').as_uri()}#step-2")
    wait(page)
    page.keyboard.press("n")
    assert progress(page) == "Step 3 of 4"
    assert page.url.endswith("#step-3")
    page.get_by_role("button", name="Back").click()
    page.keyboard.press("Space")
    assert progress(page) == "Step 3 of 4"
    page.keyboard.press("End")
    page.keyboard.press("End")
    assert page.url.endswith("#step-4")


def test_loaded_twice_it_is_still_one_replay(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    watch_status(page)
    for name in ("replay", "postmortems"):
        source = page.evaluate(
            "name => [...document.scripts].find(one => one.src.includes(`${name}.js`)).src", name
        )
        page.add_script_tag(url=source)
    page.evaluate("postmortemKb.replay.start(document.querySelector('.pm-replay'))")
    page.keyboard.press("n")
    assert progress(page) == "Step 1 of 4"
    assert len(read_status(page)) == 1
    expect(page.get_by_role("group", name="Steps")).to_have_count(1)


def test_full_screen_is_entered_and_left_by_key(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2", width=1920, height=1080)
    wait(page)
    size = "Number.parseFloat(getComputedStyle(document.querySelector('.pm-replay-said')).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    assert page.evaluate("document.fullscreenElement !== null")
    assert page.evaluate(size) > 1.5 * before
    assert page.evaluate("document.documentElement.scrollWidth") == 1920
    page.keyboard.press("n")
    assert progress(page) == "Step 3 of 4"
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    page.wait_for_function("document.fullscreenElement === null")


def test_the_button_knows_when_the_browser_leaves_full_screen(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    page.wait_for_function("document.fullscreenElement !== null")
    page.evaluate("document.exitFullscreen()")  # what Escape does in a browser with a window
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()


def test_two_quick_presses_of_f_end_where_they_began(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"))
    wait(page)
    page.evaluate(
        """for (let turn = 0; turn < 2; turn += 1) {
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "f", bubbles: true }));
        }"""
    )
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_function("document.fullscreenElement === null")


def test_where_there_is_no_full_screen_escape_takes_the_cover_off(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"), width=390, height=844)
    wait(page)
    page.evaluate("document.documentElement.requestFullscreen = undefined")
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator(".pm-replay--large")).to_be_visible()
    assert page.locator(".pm-replay").bounding_box() == {
        "x": 0,
        "y": 0,
        "width": 390,
        "height": 844,
    }
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    expect(page.locator(".pm-replay--large")).to_have_count(0)


def test_a_link_that_is_followed_leaves_full_screen(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-4")
    wait(page)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.locator(".pm-replay-end a").click()
    page.wait_for_url(f"{site.url}postmortems/table/")
    page.wait_for_function("document.fullscreenElement === null")


def test_on_a_phone_nothing_is_too_wide_and_the_buttons_are_at_hand(
    visit: Visit, site: Site
) -> None:
    page = visit(site.replay(LONG), width=390, height=844)
    wait(page)
    for position in range(41):
        assert page.evaluate("document.documentElement.scrollWidth") == 390, position
        expect(page.get_by_role("button", name="Next")).to_be_in_viewport(ratio=1)
        page.keyboard.press("n")


@pytest.mark.parametrize("is_large", [False, True])
def test_a_long_word_widens_no_phone(visit: Visit, site: Site, is_large: bool) -> None:
    page = visit(site.replay("wide"), width=390, height=844)
    wait(page)
    if is_large:
        page.keyboard.press("f")
        expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    for position in range(7):
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        outside = page.evaluate(
            """() => [...document.querySelectorAll(".md-content *")]
              .filter(one => one.getBoundingClientRect().right > 390
                && !one.closest("pre, .pm-replay-details"))
              .map(one => one.outerHTML)"""
        )
        assert outside == [], position
        page.keyboard.press("n")


def test_on_a_phone_the_question_leaves_all_buttons_at_hand(visit: Visit, site: Site) -> None:
    page = visit(site.replay("table"), width=390, height=844)
    wait(page)
    before = page.get_by_role("button", name="Reveal all").bounding_box()
    page.get_by_role("button", name="Reveal all").click()
    after = page.get_by_role("button", name="Reveal all? Press again").bounding_box()
    assert before
    assert after
    middle = before["x"] + before["width"] / 2
    assert after["x"] < middle < after["x"] + after["width"]
    for button in page.locator(".pm-replay-controls button").all():
        expect(button).to_be_in_viewport(ratio=1)
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".pm-replay-controls button")].map(one => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getClientRects().length;
        })"""
    )
    assert lines == [1, 1, 2, 2]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("position", [0, 3, 4])
def test_it_is_accessible(visit: Visit, site: Site, scheme: str, position: int) -> None:
    page = visit(f"{site.replay('table')}#step-{position}", color_scheme=scheme)
    wait(page)
    assert axe_violations(page) == []


def test_it_is_accessible_in_full_screen(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay(LONG)}#step-9")
    wait(page)
    page.keyboard.press("f")
    page.wait_for_timeout(200)
    assert axe_violations(page) == []


def test_without_script_details_open_one_by_one(visit: Visit, site: Site) -> None:
    steps = make_replay(site.record(LONG), site.kb.taxonomy).steps
    page = visit(site.replay(LONG), java_script_enabled=False)
    for position in range(6):
        seen = squeeze(page.locator(".md-content").inner_text())
        seen += squeeze(page.locator(".md-content").aria_snapshot())
        later = [plain_text(step.text) for step in steps[position:]]
        assert [text for text in [*later, "zebra"] if text in seen] == []
        if position:
            assert plain_text(steps[position - 1].text) in seen
        page.get_by_text(f"Next event ({position + 1} of 40)").click()


def test_without_script_a_shared_address_opens_up_to_its_step(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay('table')}#step-2", java_script_enabled=False)
    expect(page.get_by_text("The cache.", exact=True)).to_be_visible()
    expect(page.get_by_text("The cache is warm.")).not_to_be_visible()


def test_without_script_nothing_is_too_wide_on_a_phone(visit: Visit, site: Site) -> None:
    page = visit(f"{site.replay(LONG)}#step-40", width=390, java_script_enabled=False)
    boxes = [one.bounding_box() for one in page.locator(".pm-replay-step").all()]
    assert len(boxes) == 40
    assert {(round(box["x"]), box["x"] + box["width"] <= 390) for box in boxes if box} == {
        (round(boxes[0]["x"]) if boxes[0] else 0, True)
    }


def print_text(page: Page, file: Path) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    page.pdf(path=file, format="A4")
    done = subprocess.run(
        [program, "-layout", str(file), "-"], capture_output=True, encoding="utf-8", check=True
    )
    return squeeze(done.stdout)


@pytest.mark.parametrize("keys", [(), ("f",), ("End",)])
def test_what_is_shown_is_printed(
    visit: Visit, site: Site, tmp_path: Path, keys: tuple[str]
) -> None:
    page = visit(f"{site.replay('table')}#step-3", color_scheme="dark")
    wait(page)
    for key in keys:
        page.keyboard.press(key)
    text = print_text(page, tmp_path / "replay.pdf")
    for shown in ("The cache is warm.", "What is left?", "An alert a fires.", "Step 3 of 4"):
        assert text.count(shown) == 1, shown
    hidden = ("All is well", "secrets", "Reveal all", "Keys:")
    assert [word for word in hidden if word in text] == []


def test_full_screen_is_printed_on_as_many_sheets_as_it_needs(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    page = visit(f"{site.replay(LONG)}#step-40")
    wait(page)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    text = print_text(page, tmp_path / "replay.pdf")
    assert [name for name in NAMES if text.count(f"The {name} is looked at.") < 1] == []


def test_no_search_knows_the_page(site: Site) -> None:
    found = [
        file.relative_to(site.folder).as_posix()
        for file in site.folder.rglob("*")
        if file.suffix in (".js", ".json")
        and "search" in file.as_posix()
        and re.search(r"[/\"]replay/", file.read_text("utf-8"))
    ]
    assert found == []


def test_at_the_end_the_board_tells_what_turned_out_to_be_false(site: Site, visit: Visit) -> None:
    page = visit(f"{site.url}postmortems/2023-06-08-nuru-payment-system-outage/replay/#step-12")
    wait(page)
    told = page.locator(".pm-replay-known", has_text="Ruled out, told afterwards")
    idea = "An error found in the logs leads to some time spent debugging a module."
    title = page.get_by_text("Suspected", exact=True)
    expect(page.locator(".pm-replay-known", has=title)).to_contain_text(idea)
    assert told.count() == 0
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text(idea)
    board = page.locator(".pm-replay-board")
    assert squeeze(board.inner_text()).count(idea) == 1
