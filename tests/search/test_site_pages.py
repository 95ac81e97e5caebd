"""What is searched of the pages that are not records."""

import json

from postmortem_kb.search.page_text import find_sections
from postmortem_kb.search.site_pages import SitePage, render_site_page_index

HTML = """
<h1 id="checking">Checking<a class="headerlink" href="#checking">¶</a></h1>
<p class="pm-kicker">Guide</p>
<p>Find <em>pre</em>cise<br>mistakes &amp; more.<p>Open paragraph
<h2 id="exit">Exit codes<a class="headerlink" href="#exit">¶</a></h2>
<table><tr><td>0</td><td>clean</td></tr></table>
<pre><code>postmortem check</code></pre>
<script>never()</script><svg><title>icon</title></svg>
<div class="pm-table" data-search-exclude="true"><table><tr><td>A record</table></div>
<section data-search-exclude="true"><p>Left<div>out</div></section>
<h3 id="more">More</h3>
"""


def test_a_page_is_its_sections() -> None:
    found = [
        (section.anchor, section.title, section.text, section.code)
        for section in find_sections(HTML)
    ]
    assert found == [
        (None, "Checking", "Find precise mistakes & more. Open paragraph", ""),
        ("exit", "Exit codes", "0 clean", "postmortem check"),
        ("more", "More", "", ""),
    ]


def test_the_first_section_leads_to_the_page_and_others_to_their_heading() -> None:
    pages = [SitePage("guide/checking/", "Checking", HTML), SitePage("a/", "Plain", "<p>Text</p>")]
    files = {page.path: str(page.content) for page in render_site_page_index(pages)}
    script = files["assets/postmortems/search/pages/c0.js"]
    cards = json.loads(script.removesuffix(");\n").partition(",")[2])
    assert cards == [
        ["a/", "Plain", "", "Text"],
        ["guide/checking/", "Checking", "", "Find precise mistakes & more. Open paragraph"],
        ["guide/checking/#exit", "Exit codes", "Checking", "0 clean"],
        ["guide/checking/#more", "More", "Checking", ""],
    ]


def test_hostile_text_stays_within_its_script() -> None:
    pages = [SitePage("a/", 'x"); alert(1); ("', "<p>&lt;script&gt; \u2028</p>")]
    for page in render_site_page_index(pages):
        value = str(page.content).removesuffix(");\n").partition(",")[2]
        json.loads(value)
