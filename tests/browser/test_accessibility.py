"""The content of every kind of page is as accessible, by axe, as that of a stock Material site."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import axe_violations, origin_of, serve_folder, watched_page
from building import REPOSITORY, build, write_project
from page_kinds import PAGE_KINDS

SCHEMES = ["light", "dark"]

# What our pages are made of, as Markdown that only Material has a hand in.
STOCK = """\
# A page of Material

A paragraph with a [link](index.md), `code`, **bold** and *italic* words.

## A list

- One, with a [link](index.md)
- Two
    1. Two and a half

## A table

| Date | Title | Minutes |
|---|---|--:|
| 2024-01-02 | [A title](index.md) | 90 |
| 2024-01-03 | Another `title` | 5 |

## Code

```yaml
title: Checkout was down # a comment
summary: >-
  Restarting the cache emptied it.
users_percent: 40
started_at: 2024-03-13T14:00
services: [shop, "web"]
```

```console
$ pip install mkdocs-material
```

!!! note "An admonition"

    Its text, and a [link](index.md).

A term
:   What it means, with a [link](index.md).
"""

Faults = dict[tuple[str, str], list[str]]
"""By rule and sort of element, such as `("color-contrast", "pre span")`: the elements."""


SORTS = """targets => targets.map(target => {
  const element = document.querySelector(target);
  return (element.closest("pre") ? "pre " : "") + element.localName;
})"""


def find_faults(page: Page) -> Faults:
    """What axe finds in the content of a page."""
    faults: Faults = {}
    for violation in axe_violations(page):
        sorts = page.evaluate(SORTS, violation.targets)
        for sort, target in zip(sorts, violation.targets, strict=True):
            faults.setdefault((violation.rule, sort), []).append(target)
    return faults


def faults_at(browser: Browser, url: str, scheme: str) -> Faults:
    options = {"color_scheme": scheme, "reduced_motion": "reduce"}
    with watched_page(browser, origin_of(url), **options) as (page, _):
        page.goto(url)
        shown = page.evaluate("document.body.dataset.mdColorScheme")
        assert shown == {"light": "default", "dark": "slate"}[scheme]
        return find_faults(page)


@pytest.fixture(scope="module")
def stock_faults(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Faults]:
    """What axe finds, in each scheme, on a page of this configuration that is Material's alone.

    Without the plugin, and in Material's own colours.
    """
    folder = tmp_path_factory.mktemp("stock")
    palette = [
        {"media": f"(prefers-color-scheme: {scheme})", "scheme": name, "primary": "indigo"}
        for scheme, name in (("light", "default"), ("dark", "slate"))
    ]
    config = {
        "INHERIT": str(REPOSITORY / "mkdocs.yml"),
        "theme": {"custom_dir": str(REPOSITORY / "overrides"), "palette": palette},
        "plugins": ["search"],
        "extra_css": [],
        "nav": ["index.md"],
    }
    project = write_project(folder / "project", {"docs/index.md": STOCK}, config=json.dumps(config))
    result = build(project, folder / "site", strict=True)
    assert result.returncode == 0, result.log
    with serve_folder(result.site_dir) as url:
        return {scheme: faults_at(browser, url, scheme) for scheme in SCHEMES}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_has_no_fault_that_stock_material_has_not(
    browser: Browser, site_url: str, stock_faults: Mapping[str, Faults], kind: str, scheme: str
) -> None:
    faults = faults_at(browser, site_url + PAGE_KINDS[kind], scheme)
    ours = {fault: where for fault, where in faults.items() if fault not in stock_faults[scheme]}
    assert ours == {}


def test_what_axe_finds_is_told_by_rule_and_sort_of_element(
    browser: Browser, tmp_path: Path
) -> None:
    body = '<pre><code><img src="data:,"></code></pre><p><img src="data:,"></p>'
    (tmp_path / "index.html").write_text(
        f'<!doctype html><html lang="en"><title>Page</title><main class="md-content">{body}</main>',
        encoding="utf-8",
    )
    with (
        serve_folder(tmp_path) as url,
        watched_page(browser, origin_of(url)) as (page, _),
    ):
        page.goto(url)
        faults = find_faults(page)
    assert faults == {
        ("image-alt", "pre img"): ["code > img"],
        ("image-alt", "img"): ["p > img"],
    }
