from pathlib import Path

import pytest

from records import load_files, record

TARGETS = "\n## Impact\n\na\n\n## Über uns\n\na\n\n## C & more\n\na\n\n## Impact\n\na\n"
FILES = {
    "postmortems/b.md": record(body=TARGETS),
    "postmortems/2024/c.md": record("id: renamed"),
    "postmortems/secret.md": record("visibility: restricted"),
    "postmortems/broken.md": "no front matter",
    "postmortems/picture.png": b"png",
    "postmortems/img/with space.png": b"png",
    "postmortems/img/50%.png": b"png",
    "postmortems/README.md": "# Read me",
    "postmortems/_notes.md": "# Notes",
    "postmortems/.hidden.png": b"png",
    "docs/guide/writing.md": "# Guide",
    "docs/logo.svg": b"svg",
    "outside.png": b"png",
}


def body_of(root: Path, markdown: str) -> tuple[str, list[str], list[str]]:
    """The body as published, the assets, and what is said of its links."""
    files = {**FILES, "postmortems/a.md": record(body=f"\n{markdown}\n")}
    knowledge_base = load_files(root, files)
    postmortem = next(found for found in knowledge_base.postmortems if found.id == "a")
    return (
        postmortem.body.text.strip(),
        [page.path for page in knowledge_base.assets],
        [found.message for found in knowledge_base.problems if found.path == "postmortems/a.md"],
    )


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("[x](b.md)", "[x](b.md)"),
        ("[x](./b.md#impact)", "[x](b.md#impact)"),
        ("[x](2024/c.md)", "[x](renamed.md)"),
        ("[x](../docs/guide/writing.md#a)", "[x](../guide/writing.md#a)"),
        ("![x](../docs/logo.svg)", "![x](../logo.svg)"),
        ("[x](https://example.org)", "[x](https://example.org)"),
        ("[x](#part)\n\n## Part\n\na", "[x](#part)\n\n## Part\n\na"),
        ("[x](b.md#über-uns)", "[x](b.md#uber-uns)"),
        ("[x](b.md#uber-uns)", "[x](b.md#uber-uns)"),
        ("[x](b.md#c--more)", "[x](b.md#c-more)"),
        ("[x](b.md#impact-1)", "[x](b.md#impact_1)"),
        ("[x](#own)\n\n## Part {#own}\n\na", "[x](#own)\n\n## Part {#own}\n\na"),
        ("!!! note\n\n    [x](2024/c.md)", "!!! note\n\n    [x](renamed.md)"),
        ("??? note\n\n    a\n\n    [x](2024/c.md)", "??? note\n\n    a\n\n    [x](renamed.md)"),
        ("a\n\n    [x](2024/c.md)", "a\n\n    [x](2024/c.md)"),
        ("[x][r]\n\n[r]: 2024/c.md", "[x][r]\n\n[r]: renamed.md"),
        ("`[x](2024/c.md)`", "`[x](2024/c.md)`"),
    ],
)
def test_a_link_leads_to_the_page_of_the_site(tmp_path: Path, written: str, published: str) -> None:
    assert body_of(tmp_path, written) == (published, [], [])


@pytest.mark.parametrize(
    ("written", "published", "asset"),
    [
        ("![x](picture.png)", "![x](picture.png)", "postmortems/picture.png"),
        (
            "![x](<img/with space.png>)",
            "![x](<img/with space.png>)",
            "postmortems/img/with space.png",
        ),
        (
            "![x](img/with%20space.png)",
            "![x](img/with%20space.png)",
            "postmortems/img/with space.png",
        ),
        ("![x](img/50%25.png)", "![x](img/50%25.png)", "postmortems/img/50%.png"),
    ],
)
def test_a_file_beside_the_records_is_published_because_it_is_used(
    tmp_path: Path, written: str, published: str, asset: str
) -> None:
    assert body_of(tmp_path, written) == (published, [asset], [])


@pytest.mark.parametrize("target", ["secret.md", "broken.md"])
def test_a_link_to_a_record_that_is_left_out_keeps_only_its_text(
    tmp_path: Path, target: str
) -> None:
    assert body_of(tmp_path, f"See [it]({target}) there.") == ("See it there.", [], [])


@pytest.mark.parametrize(
    "target",
    [
        "nowhere.md",
        "nowhere.png",
        "../outside.png",
        "../../etc/passwd",
        "../mkdocs.yml",
        "README.md",
        "_notes.md",
        ".hidden.png",
        "img",
    ],
)
def test_a_link_to_nothing_of_the_site_is_broken(tmp_path: Path, target: str) -> None:
    assert body_of(tmp_path, f"See [it]({target}) there.") == (
        "See it there.",
        [],
        [f"the link {target!r} leads to nothing that the site has"],
    )


def test_a_broken_link_has_its_place(tmp_path: Path) -> None:
    text = record(body="\nFirst\n\nSee [one](b.md) and\n[two](nowhere.md).\n")
    [problem] = load_files(
        tmp_path, {"postmortems/a.md": text, "postmortems/b.md": record()}
    ).problems
    assert (problem.line, problem.column, problem.code) == (8, 7, "PM404")


@pytest.mark.parametrize("where", ["outside.png", "docs/logo.svg"])
def test_a_file_through_a_link_out_of_the_folder_is_not_published(
    tmp_path: Path, where: str
) -> None:
    load_files(tmp_path, FILES)
    (tmp_path / "postmortems" / "link.png").symlink_to(tmp_path / where)
    text, assets, problems = body_of(tmp_path, "![x](link.png)")
    assert (text, assets, len(problems)) == ("x", [], 1)


def test_a_file_through_a_linked_folder_is_not_published(tmp_path: Path) -> None:
    load_files(tmp_path, FILES)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.png").write_bytes(b"png")
    (tmp_path / "postmortems" / "linked").symlink_to(tmp_path / "elsewhere")
    assert body_of(tmp_path, "![x](linked/a.png)")[1] == []


def test_a_file_of_a_record_that_is_left_out_is_not_published(tmp_path: Path) -> None:
    files = {
        "postmortems/a.md": record("visibility: restricted", "\n![x](picture.png)\n"),
        "postmortems/picture.png": b"png",
    }
    assert load_files(tmp_path, files).assets == ()


def test_links_in_events_and_action_items_lead_there_too(tmp_path: Path) -> None:
    body = (
        "\n## Timeline\n\n- 13:15 See [c](2024/c.md)\n\n## Action items\n\n- Read [c](2024/c.md)\n"
    )
    front_matter = "timezone: UTC\naction_items:\n- title: First"
    knowledge_base = load_files(
        tmp_path,
        {"postmortems/a.md": record(front_matter, body), "postmortems/2024/c.md": record("id: r")},
    )
    postmortem = next(found for found in knowledge_base.postmortems if found.id == "a")
    assert [event.text for event in postmortem.body.events] == ["See [c](r.md)"]
    assert [item.title for item in postmortem.action_items] == ["First", "Read [c](r.md)"]


def test_a_link_from_a_subfolder_is_followed_from_there(tmp_path: Path) -> None:
    files = {
        "postmortems/2024/a.md": record(body="\n[x](../b.md) ![y](p.png)\n"),
        "postmortems/2024/p.png": b"png",
        "postmortems/b.md": record(),
    }
    knowledge_base = load_files(tmp_path, files)
    assert knowledge_base.problems == ()
    assert knowledge_base.postmortems[0].body.text.strip() == "[x](b.md) ![y](2024/p.png)"


@pytest.mark.parametrize(
    ("written", "published", "message"),
    [
        ("[x](http://[bad)", "x", "the link 'http://[bad' is no URL"),
        ("![x](http://[::1)", "x", "the link 'http://[::1' is no URL"),
        ("<http://[bad>", "http://[bad", "the link 'http://[bad' is no URL"),
        ("[x][r]\n\n[r]: http://[bad", "[x][r]\n\n[r]: #", "the link 'http://[bad' is no URL"),
        ("[x](#nope)", "x", "the link '#nope' leads to a heading that is not there"),
        (
            "[x](b.md#nope)",
            "[x](b.md)",
            "the link 'b.md#nope' leads to a heading that is not there",
        ),
        ("[x](/x.md)", "[x](/x.md)", "the link '/x.md' begins at the root of a host"),
        (
            "!!! note\n\n    [x](nope.md)",
            "!!! note\n\n    x",
            "the link 'nope.md' leads to nothing that the site has",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_said_and_does_no_harm(
    tmp_path: Path, written: str, published: str, message: str
) -> None:
    assert body_of(tmp_path, written) == (published, [], [message])


@pytest.mark.parametrize("page", ["docs/postmortems/a.md", "docs/postmortems/a/index.md"])
def test_a_record_gives_way_to_a_hand_written_page(tmp_path: Path, page: str) -> None:
    files = {"postmortems/a.md": record(), "postmortems/b.md": record(), page: "# By hand"}
    knowledge_base = load_files(tmp_path, files)
    assert [found.id for found in knowledge_base.postmortems] == ["b"]
    assert [(found.path, found.code, found.message) for found in knowledge_base.problems] == [
        ("postmortems/a.md", "PM420", f"{page} stands where this record's page would be")
    ]


def test_records_inside_the_documentation_are_not_in_their_own_way(tmp_path: Path) -> None:
    files = {"docs/postmortems/a.md": record()}
    knowledge_base = load_files(tmp_path, files, postmortems_dir="docs/postmortems")
    assert [found.id for found in knowledge_base.postmortems] == ["a"]
    assert knowledge_base.problems == ()
