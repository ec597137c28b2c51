"""What was made of batches is kept in a few files: each is written only if what it holds has changed."""

from __future__ import annotations

from registry.site.packs import Entry, Packs


def entries(*names: str) -> list[Entry]:
    return [Entry(name.rstrip("0123456789"), name) for name in names]


def test_a_result_is_there_again_by_what_it_rests_on() -> None:
    files: dict[int, bytes] = {}
    Packs(files.get, files.__setitem__).keep(entries("a1", "b1"), {"a1": b"one\n\nline", "b1": b""})
    again = Packs(files.get, files.__setitem__)
    assert [again.get(each) for each in entries("a1", "b1", "a2", "c1")] == [b"one\n\nline", b"", None, None]


def test_only_files_in_which_something_has_changed_are_written_and_the_rest_of_them_stays() -> None:
    names = [f"{letter}{number}" for letter in "abcdefghijklmnopqrstuvwxyz" for number in "1"]
    homes = {entry.name: entry.pack for entry in entries(*names)}
    files: dict[int, bytes] = {}
    Packs(files.get, files.__setitem__).keep(entries(*names), {name: name.encode() for name in names})
    written: dict[int, bytes] = {}
    names[0] = "a2"
    Packs(files.get, written.__setitem__).keep(entries(*names), {"a2": b"another"})
    assert written.keys() == {homes["a1"]}
    again = Packs((files | written).get, written.__setitem__)
    assert [again.get(each) for each in entries(*names)] == [
        b"another",
        *(each.encode() for each in names[1:]),
    ]
    assert again.get(entries("a1")[0]) is None


def test_what_is_nobodys_any_more_goes_with_the_next_change_of_its_file() -> None:
    files: dict[int, bytes] = {}
    Packs(files.get, files.__setitem__).keep(entries("a1"), {"a1": b"large" * 1000})
    Packs(files.get, files.__setitem__).keep(entries("a2"), {"a2": b"small"})
    assert b"large" not in files[entries("a1")[0].pack]
