"""Labels in front of a text."""

import pytest

from postmortem_kb.extraction.outline.labels import split_label


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("**Impact:** all users", "Impact", "all users"),
        ("**Impact**: all users", "Impact", "all users"),
        ("**Impact** - all users", "Impact", "all users"),
        ("_Impact_: all users", "Impact", "all users"),
        ("***Impact:*** all users", "Impact", "all users"),
        ("🔥 **Impact:** all users", "Impact", "all users"),
        ("Detection Method: a page", "Detection Method", "a page"),
        ("Impact :all users", "Impact", "all users"),
        ("TODO: write", "TODO", "write"),
        ("Misleading paths:", "Misleading paths", ""),
    ],
)
def test_a_label_is_parted_from_its_text(text: str, label: str, rest: str) -> None:
    assert split_label(text) == (label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "10:00 alert",
        "**10:00 AM:** alert",
        "http://a.example",
        "all users: none",
        "A sentence. With a colon: here",
        "This is a very long beginning of a sentence that goes on: here",
        "**bold** words",
        "",
    ],
)
def test_what_is_no_label_stays_whole(text: str) -> None:
    assert split_label(text) == ("", text)
