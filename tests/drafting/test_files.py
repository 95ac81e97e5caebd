"""New files: their names, and that no other file is ever touched."""

import errno
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.drafting import files
from postmortem_kb.drafting.files import (
    MAX_SLUG,
    FileNotWrittenError,
    FileTakenError,
    find_free,
    make_slug,
    name_record,
    write_new_file,
)
from postmortem_kb.fields import parse_id
from postmortem_kb.moments import parse_timestamp
from records import PROPERTY


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Checkout was down", "checkout-was-down"),
        ("  Checkout:  down!? ", "checkout-down"),
        ("Café – déjà vu à Gdańsk", "cafe-deja-vu-a-gdansk"),
        ("Straße, Ærø, Łódź", "strasse-aero-lodz"),
        ("The cache didn’t fill", "the-cache-didnt-fill"),
        ("Search & ads at 100%", "search-and-ads-at-100-percent"),
        ("C++ build ﬁrst", "c-plus-plus-build-first"),
        ("支付 gateway 故障", "gateway"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "the-con"),
        ("com1", "the-com1"),
        ("Index", "the-index"),
        ("README", "the-readme"),
        ("", "postmortem"),
    ],
)
def test_a_slug_is_made_of_ascii_words(title: str, slug: str) -> None:
    assert make_slug(title) == slug


def test_a_title_in_another_script_has_a_name_of_its_own() -> None:
    one, other = make_slug("支付网关故障"), make_slug("Сбой платежей")
    assert one != other
    assert one == make_slug("支付网关故障")
    assert len(one) == len("postmortem-000000")


def test_a_long_title_is_cut_at_a_word() -> None:
    slug = make_slug("payment gateway " * 20)
    assert slug == "payment-gateway-payment-gateway-payment-gateway-payment"
    assert make_slug("x" * 300) == "x" * MAX_SLUG


@PROPERTY
@given(st.text(max_size=120))
def test_every_title_makes_an_id(title: str) -> None:
    assert parse_id(make_slug(title)) == make_slug(title)
    assert parse_id(name_record(title)) == name_record(title)
    assert len(make_slug(title)) <= MAX_SLUG


@pytest.mark.parametrize(
    ("title", "started", "record_id"),
    [
        ("Outage", "2024-06-08T13:15", "2024-06-08-outage"),
        ("Outage", "~2024-06-08", "2024-06-08-outage"),
        ("Outage", "--06-08T13:15", "undated-outage"),
        ("Outage", "T13:15", "undated-outage"),
        ("Outage", None, "undated-outage"),
        ("2024-06-08 Outage", "2024-06-08T13:15", "2024-06-08-outage"),
        ("2024-06-08", "2024-06-08T13:15", "2024-06-08-postmortem"),
        ("con", "2024-06-08", "2024-06-08-the-con"),
    ],
)
def test_a_record_is_named_for_its_day(title: str, started: str | None, record_id: str) -> None:
    assert name_record(title, parse_timestamp(started) if started else None) == record_id


def test_a_new_file_has_its_folder_made_and_is_alone_in_it(tmp_path: Path) -> None:
    path = tmp_path / "postmortems" / "2024" / "outage.md"
    write_new_file(path, "Größe\n")
    assert path.read_bytes() == "Größe\n".encode()
    assert names_in(path.parent) == ["outage.md"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path: Path) -> None:
    write_new_file(tmp_path / "outage.md", b"x")
    (tmp_path / "other.md").write_bytes(b"x")
    assert (tmp_path / "outage.md").stat().st_mode == (tmp_path / "other.md").stat().st_mode


def test_a_file_that_is_there_is_left_alone_and_the_next_free_name_told(tmp_path: Path) -> None:
    for name in ("outage.md", "outage-2.md"):
        (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(FileTakenError) as caught:
        write_new_file(tmp_path / "outage.md", "other")
    assert caught.value.free == tmp_path / "outage-3.md"
    assert "outage-3.md is free" in str(caught.value)
    assert (tmp_path / "outage.md").read_text("utf-8") == "mine"
    assert names_in(tmp_path) == ["outage-2.md", "outage.md"]


def test_an_id_that_another_record_has_is_taken(tmp_path: Path) -> None:
    with pytest.raises(FileTakenError) as caught:
        write_new_file(tmp_path / "Outage.md", "x", taken={"outage", "outage-2"})
    assert caught.value.free == tmp_path / "Outage-3.md"
    assert names_in(tmp_path) == []


def test_names_that_differ_in_case_alone_are_one(tmp_path: Path) -> None:
    (tmp_path / "Outage.md").write_text("mine", "utf-8")
    assert find_free(tmp_path / "outage.md") == tmp_path / "outage-2.md"


def test_a_free_name_stays(tmp_path: Path) -> None:
    assert find_free(tmp_path / "outage.md") == tmp_path / "outage.md"
    assert find_free(tmp_path / "none" / "outage.md") == tmp_path / "none" / "outage.md"


def test_a_link_that_leads_nowhere_is_a_file_that_is_there(tmp_path: Path) -> None:
    try:
        (tmp_path / "outage.md").symlink_to(tmp_path / "elsewhere.md")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(FileTakenError):
        write_new_file(tmp_path / "outage.md", "x")
    assert not (tmp_path / "elsewhere.md").exists()


def test_of_several_at_once_one_is_written(tmp_path: Path) -> None:
    path, won = tmp_path / "outage.md", list[str]()

    def write(name: str) -> None:
        try:
            write_new_file(path, name * 10_000)
        except FileTakenError:
            return
        won.append(name)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert path.read_text("utf-8") == won[0] * 10_000
    assert names_in(tmp_path) == ["outage.md"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(FileNotWrittenError, match="cannot be written: no space left on device"):
        write_new_file(tmp_path / "outage.md", "x")
    assert names_in(tmp_path) == []


def test_without_links_a_file_is_still_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", fail)
    path = tmp_path / "outage.md"
    write_new_file(path, "mine")
    with pytest.raises(FileTakenError):
        write_new_file(path, "other")
    assert path.read_text("utf-8") == "mine"
    assert names_in(tmp_path) == ["outage.md"]


def test_a_folder_that_is_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "postmortems").write_text("x", "utf-8")
    with pytest.raises(FileNotWrittenError) as caught:
        write_new_file(tmp_path / "postmortems" / "outage.md", "x")
    assert "cannot be written" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_small_word_is_left_at_the_end() -> None:
    assert make_slug("Checkout was down for all of the customers", limit=32) == (
        "checkout-was-down-for-all"
    )
    assert make_slug("What we are waiting for") == "what-we-are-waiting-for"
