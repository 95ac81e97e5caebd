"""What is searched of a record."""

from making import make
from postmortem_kb.search.documents import make_document
from postmortem_kb.search.words import split_words
from records import taxonomy_of

FRONT_MATTER = """
id: 2024-06-08-gateway
aliases: [old-name]
started_at: 2024-06-08T13:15
timezone: UTC
severity: sev1
services: [checkout]
root_causes: [hardware/disk]
trigger: expiry
tags: [blackfriday]
summary: The shop was down.
impact: {summary: Nobody could pay, users_percent: 40, of: shoppers}
contributing_factors: [No spare part]
lessons: [Keep spares]
authors: [storage team]
action_items: [{title: Buy spares, ticket: OPS-12}]
sources: [{url: "https://example.com/secretpath", title: Status page}]
"""
BODY = """
## Timeline

- 13:15 The **gateway** stopped; see [the runbook](https://example.com/hiddenurl "Titel").

<!-- nobody sees this remark -->

```text
OutOfMemoryError &amp; worse
```

[note]: https://example.com/hiddenreference
"""


def words_of(part: str) -> set[str]:
    document = make_document(make("2024-06-08-gateway", FRONT_MATTER, BODY), taxonomy_of())
    return set(split_words(getattr(document, part)))


def test_terms_are_found_by_id_label_and_other_names_and_so_are_those_above() -> None:
    names = words_of("names")
    assert {"2024", "06", "gateway", "old", "name", "blackfriday", "june"} <= names
    assert {"disk", "hardware", "sev1", "checkout", "expiry", "incident"} <= names


def test_the_story_is_what_is_said_in_front_matter_and_body() -> None:
    story = words_of("story")
    assert {"shop", "pay", "shoppers", "spare", "keep", "storage", "buy", "ops", "12"} <= story
    assert {"status", "timeline", "runbook", "stopped", "outofmemoryerror", "worse"} <= story


def test_what_is_not_shown_is_not_searched() -> None:
    story = words_of("story")
    assert story.isdisjoint(
        {"hiddenurl", "hiddenreference", "secretpath", "remark", "amp", "https", "example"}
    )


def test_a_record_is_found_by_what_its_readers_took_away() -> None:
    record = make("one", "timezone: UTC")
    minutes = ["Ask about [zebras](https://example.com/hiddenurl).", "Where are the *spares*?"]
    words = list(split_words(make_document(record, taxonomy_of(), minutes).story))
    assert {"zebras", "spares"} <= set(words)
    assert "hiddenurl" not in words
