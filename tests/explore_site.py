"""A site of nothing but the page that explores, for as many records as wanted.

Written by the core into a plain HTML shell: through MkDocs and Material, ten thousand pages of
records take minutes, and this page is the same.
"""

import re
from pathlib import Path

import markdown

from postmortem_kb import Settings, load
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.indexes import build_indexes
from postmortem_kb.knowledge_base import KnowledgeBase
from postmortem_kb.pages.assets import render_assets
from postmortem_kb.pages.cards import render_cards
from postmortem_kb.pages.explore import render_explore
from postmortem_kb.search.records import render_record_index
from varied_records import make_taxonomy, make_varied

_SHELL = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Explore</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../assets/postmortems/postmortems.css">
</head>
<body>
<main class="md-typeset">{content}</main>
<script src="../assets/postmortems/postmortems.js"></script>
</body>
</html>
"""


def write_explore_site(folder: Path, count: int, *, words: int) -> KnowledgeBase:
    """Make records with stories of so many words, and write the site into `folder / "site"`."""
    records = folder / "postmortems"
    records.mkdir(parents=True)
    for name, text in make_varied(count, words=words):
        (records / name).write_text(text, encoding="utf-8")
    (records / "taxonomy.yml").write_text(make_taxonomy(), encoding="utf-8")
    settings = Settings(root=folder, docs_dir=folder / "docs")
    base = load(settings)
    catalogue = build_catalogue(base.postmortems, base.taxonomy)
    explore, *data = render_explore(catalogue, build_indexes(catalogue))
    data += [*render_cards(catalogue, settings), *render_record_index(catalogue), *render_assets()]
    for page in data:
        path = folder / "site" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not isinstance(page.content, Path)
        content = page.content
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = re.sub(r"\A---\n.*?\n---\n", "", str(explore.content), flags=re.DOTALL)
    html = markdown.markdown(source, extensions=["attr_list", "md_in_html"])
    shell = folder / "site" / "explore" / "index.html"
    shell.parent.mkdir(parents=True, exist_ok=True)
    shell.write_text(_SHELL.format(content=html.replace(".md)", "/)")), encoding="utf-8")
    return base
