"""Old URLs lead to today's pages."""

from making import TAXONOMY, at, make
from postmortem_kb.model import Postmortem
from postmortem_kb.page import PageKind
from postmortem_kb.pages import render_pages
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy
from records import taxonomy_of


def redirects(*postmortems: Postmortem, taxonomy: Taxonomy = TAXONOMY) -> dict[str, object]:
    pages = render_pages(postmortems, taxonomy, Settings())
    return {page.path: page.content for page in pages if page.kind is PageKind.REDIRECT}


def test_an_alias_of_a_record_leads_to_it() -> None:
    found = redirects(make("new", at("2024-01-01", "aliases: [old]")))
    assert found["postmortems/old.md"] == "postmortems/new.md"


def test_an_alias_that_is_now_another_records_id_is_no_redirect() -> None:
    found = redirects(make("new", at("2024-01-01", "aliases: [taken]")), make("taken"))
    assert "postmortems/taken.md" not in found


def test_an_old_name_of_a_term_leads_to_its_page_where_there_is_one() -> None:
    found = redirects(make("a", at("2024-01-01", "services: [shop]")))
    assert found["services/web-shop.md"] == "services/shop.md"
    assert "services/shop.md" not in found
    assert not any(path.startswith("triggers/") for path in found)


def test_an_old_name_of_a_child_leads_on_from_below_its_parent_too() -> None:
    taxonomy = taxonomy_of(
        "root_causes:\n  hardware/ssd: {label: SSD, aliases: [flash-drive]}\n"
        "  hardware/disk: {deprecated: hardware/ssd}\n"
    )
    record = make("a", at("2024-01-01", "root_causes: [hardware/ssd]"), taxonomy=taxonomy)
    found = redirects(record, taxonomy=taxonomy)
    assert found["root-causes/flash-drive.md"] == "root-causes/hardware/ssd.md"
    assert found["root-causes/hardware/flash-drive.md"] == "root-causes/hardware/ssd.md"
    assert found["root-causes/hardware/disk.md"] == "root-causes/hardware/ssd.md"
