from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from registry.errors import UnreadableInput, UnreadableInputs, WrongUse
from registry.source.git import Revision
from registry.source.store import Store, read_bytes, read_file, release_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Write = Callable[[Mapping[str, str]], Path]

OPENAPI = "openapi: 3.1.0\ninfo: {title: Shoes, version: 2.0.0}\npaths: {}\n"
FILES = {
    "specs/registry.yaml": "registry: 1\ntitle: Shoes\npolicy: {failOn: risky}\n",
    "specs/glossary.yaml": "[]",
    "specs/catalog/system.yaml": "title: Catalogue",
    "specs/catalog/apis/products/openapi.yaml": OPENAPI,
    "specs/catalog/apis/products/releases/1.10.0.yaml": OPENAPI,
    "specs/catalog/apis/products/releases/1.9.0.json": '{"openapi": "3.1.0"}',
    "specs/catalog/apis/products/releases/README.md": "words",
    "specs/catalog/apis/prices/openapi.json": '{"openapi": "3.0.3"}',
    "specs/catalog/apis/.hidden/openapi.yaml": OPENAPI,
    "specs/email/flows/size-availability.yaml": "flow: 1",
    "specs/email/flows/abandoned.yml": "flow: 1",
    "specs/email/apis/items/releases/1.0.0.yaml": OPENAPI,
}


@pytest.fixture
def store(write_registry: Write) -> Store:
    return Store.open(write_registry(FILES))


def wrong_use(act: Callable[[], object]) -> str:
    with pytest.raises(WrongUse) as caught:
        act()
    return str(caught.value)


def test_a_registry_is_its_folders(store: Store) -> None:
    assert store.config.policy.fail_on == "risky"
    assert store.systems() == ("catalog", "email")
    assert store.apis() == ("catalog/prices", "catalog/products", "email/items")
    assert store.flows() == ("email/abandoned", "email/size-availability")


def test_releases_are_sorted_oldest_first(store: Store) -> None:
    assert store.releases("catalog/products") == ("1.9.0", "1.10.0")
    assert store.releases("catalog/prices") == ()


def test_descriptions_are_found_by_api_and_version(store: Store) -> None:
    assert store.description("catalog/products").data["info"]["version"] == "2.0.0"
    assert store.description("catalog/products", "1.9.0").data == {"openapi": "3.1.0"}
    assert store.description("catalog/products").file == "specs/catalog/apis/products/openapi.yaml"
    assert store.description_path("catalog/prices") == "specs/catalog/apis/prices/openapi.json"
    assert store.flow_path("email/abandoned") == "specs/email/flows/abandoned.yml"
    assert store.document("specs/catalog/system.yaml").data == {"title": "Catalogue"}


def test_what_is_read_once_is_kept(store: Store) -> None:
    assert store.description("catalog/products") is store.description("catalog/products")
    assert store.document("specs/glossary.yaml") is store.document("specs/glossary.yaml")


def test_the_overlay_is_applied_to_the_working_description_only(write_registry: Write) -> None:
    overlay = (
        "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $.info, update: {x-ok: true}}]\n"
    )
    store = Store.open(write_registry({**FILES, "specs/catalog/apis/products/overlay.yaml": overlay}))
    assert store.description("catalog/products").data["info"]["x-ok"] is True
    assert "x-ok" not in store.description("catalog/products", "1.10.0").data["info"]


def test_descriptions_may_refer_to_files_anywhere_in_the_registry(write_registry: Write) -> None:
    text = OPENAPI + "components: {schemas: {A: {$ref: '../../../../shared/a.yaml'}}}"
    store = Store.open(write_registry({"specs/s/apis/a/openapi.yaml": text, "shared/a.yaml": "title: A"}))
    assert store.description("s/a").data["components"]["schemas"]["A"] == {"title": "A"}
    assert str(store.description("s/a").place("/components/schemas/A/title")) == "shared/a.yaml:1:1"


@pytest.mark.parametrize(
    ("api", "version", "sentence"),
    [
        ("catalog/product", None, "there is no API 'catalog/product'; did you mean 'catalog/products'?"),
        (
            "catalog/products",
            "9.9.9",
            "catalog/products has no version '9.9.9'; frozen versions: 1.9.0, 1.10.0",
        ),
        ("catalog/prices", "1.0.0", "catalog/prices has no version '1.0.0'; frozen versions: none yet"),
        ("catalog", None, "'catalog' is no name of an API; write it as system/api"),
        ("../x/y", None, "'../x/y' is no name of an API"),
        ("../y", None, "'../y' is no name of an API"),
        ("catalog/products", "../openapi", "catalog/products has no version '../openapi'"),
    ],
)
def test_an_unknown_api_or_version_is_wrong_use(
    store: Store, api: str, version: str | None, sentence: str
) -> None:
    assert wrong_use(lambda: store.description(api, version)).startswith(sentence)


def test_an_api_without_a_description_is_an_input_that_is_not_there(store: Store) -> None:
    with pytest.raises(
        UnreadableInput, match=r"specs/email/apis/items/openapi\.yaml: does not exist; write it"
    ):
        store.description("email/items")


def test_an_unknown_flow_is_wrong_use(store: Store) -> None:
    assert "did you mean 'email/abandoned'?" in wrong_use(lambda: store.flow_path("email/abandonned"))


def test_one_version_in_two_files_is_refused(write_registry: Write) -> None:
    twice = {**FILES, "specs/catalog/apis/products/releases/1.9.0.yaml": OPENAPI}
    with pytest.raises(
        UnreadableInput, match=r"1\.9\.0\.yaml: is for the same thing as 1\.9\.0\.json beside it"
    ):
        Store.open(write_registry(twice)).releases("catalog/products")


@pytest.mark.parametrize(
    ("first", "second", "ask"),
    [
        ("releases/1.10.0.yaml", "releases/1.10.0.json", lambda store: store.releases("catalog/products")),
        (
            "releases/1.10.0.yaml",
            "releases/1.10.0.json",
            lambda store: store.description("catalog/products", "1.10.0"),
        ),
        ("openapi.yaml", "openapi.json", lambda store: store.description("catalog/products")),
        ("overlay.yaml", "overlay.json", lambda store: store.description("catalog/products")),
    ],
)
def test_two_files_for_one_thing_are_refused_whatever_is_asked(
    write_registry: Write, first: str, second: str, ask: Callable[[Store], object]
) -> None:
    folder = "specs/catalog/apis/products"
    store = Store.open(write_registry({**FILES, f"{folder}/{first}": OPENAPI, f"{folder}/{second}": "{}"}))
    names = [first.rpartition("/")[2], second.rpartition("/")[2]]
    with pytest.raises(UnreadableInput) as caught:
        ask(store)
    assert all(name in str(caught.value) for name in names)
    assert "remove the other" in str(caught.value)


def test_a_release_has_its_place_by_version_and_by_how_it_is_written() -> None:
    assert release_path("catalog/products", "2.0.0", "json") == (
        "specs/catalog/apis/products/releases/2.0.0.json"
    )
    assert release_path("catalog/products", "2.0.0", "yaml").endswith("/releases/2.0.0.yaml")


@pytest.mark.parametrize(
    ("name", "content", "syntax"),
    [
        ("openapi.json", '{"openapi": "3.1.0"}', "json"),
        ("openapi.yaml", '{"openapi": "3.1.0"}', "json"),
        ("openapi.yaml", "{openapi: 3.1.0}", "yaml"),
        ("openapi.yml", OPENAPI, "yaml"),
    ],
)
def test_a_description_tells_how_it_is_written_whatever_its_file_is_called(
    write_registry: Write, name: str, content: str, syntax: str
) -> None:
    overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $, update: {x-ok: true}}]\n"
    folder = "specs/catalog/apis/shoes"
    store = Store.open(
        write_registry({**FILES, f"{folder}/{name}": content, f"{folder}/overlay.yaml": overlay})
    )
    assert store.description("catalog/shoes").syntax == syntax


def test_a_folder_without_a_registry_is_wrong_use(tmp_path: Path) -> None:
    assert "holds no specs/registry.yaml; run 'waybill init'" in wrong_use(lambda: Store.open(tmp_path))


def test_wrong_settings_are_refused(write_registry: Write) -> None:
    with pytest.raises(UnreadableInputs, match=r"specs/registry\.yaml:2:1: unknown key 'titel'"):
        Store.open(write_registry({"specs/registry.yaml": "registry: 1\ntitel: x\ntitle: y"}))


def test_a_registry_is_read_at_any_revision(repository: Any) -> None:
    repository.commit({f"inner/{path}": text for path, text in FILES.items()}, "First")
    repository.git("rm", "-rq", "inner/specs/email")
    repository.commit(
        {"inner/specs/catalog/apis/products/openapi.yaml": OPENAPI.replace("2.0.0", "3.0.0")}, "Second"
    )
    old, new = (Store.open(repository.root / "inner", revision) for revision in ("HEAD~1", "main"))
    assert old.systems() == ("catalog", "email")
    assert new.systems() == ("catalog",)
    assert old.description("catalog/products").data["info"]["version"] == "2.0.0"
    assert new.description("catalog/products").data["info"]["version"] == "3.0.0"
    place = old.description("catalog/products").place("/info")
    assert str(place) == "HEAD~1:inner/specs/catalog/apis/products/openapi.yaml:2:1"
    for store in (old, new):
        assert isinstance(store.files, Revision)
        store.files.repository.close()


def test_a_revision_without_a_registry_is_wrong_use(repository: Any) -> None:
    repository.commit({"a.txt": "a"})
    assert "holds no specs/registry.yaml at main" in wrong_use(lambda: Store.open(repository.root, "main"))


def test_a_revision_needs_a_repository(write_registry: Write) -> None:
    root = write_registry(FILES)
    assert "is in no Git repository" in wrong_use(lambda: Store.open(root, "HEAD"))


class TestAlone:
    def test_a_description_outside_any_registry_is_read_with_its_neighbours(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: b.yaml}}}")
        (tmp_path / "b.yaml").write_text("title: B")
        result = read_file(tmp_path / "a.yaml")
        assert result.data["components"]["schemas"]["A"] == {"title": "B"}
        assert result.file == str(tmp_path / "a.yaml")

    def test_it_is_named_as_the_reader_named_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep/a.yaml").write_text("openapi: 3.1.0")
        monkeypatch.chdir(tmp_path)
        assert read_file("deep/a.yaml").file == "deep/a.yaml"

    def test_it_may_not_leave_its_folder(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.yaml").write_text("openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: ../b.yaml}}}")
        with pytest.raises(UnreadableInputs, match=r"'\.\./b\.yaml' leaves the root folder"):
            read_file(tmp_path / "in/a.yaml")

    def test_it_may_use_what_lies_below_the_current_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.yaml").write_text("openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: ../b.yaml}}}")
        (tmp_path / "b.yaml").write_text("title: B")
        monkeypatch.chdir(tmp_path)
        assert read_file("in/a.yaml").data["components"]["schemas"]["A"] == {"title": "B"}

    def test_in_a_repository_it_may_use_all_of_it(self, repository: Any) -> None:
        text = "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: ../b.yaml}}}"
        repository.commit({"in/a.yaml": text, "b.yaml": "title: B"})
        assert read_file(repository.root / "in/a.yaml").data["components"]["schemas"]["A"] == {"title": "B"}

    def test_an_absent_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableInput, match=r"a\.yaml: does not exist"):
            read_file(tmp_path / "a.yaml")

    def test_bytes_have_no_neighbours(self) -> None:
        assert read_bytes(b'{"openapi": "3.1.0"}', "stdin").data == {"openapi": "3.1.0"}
        with pytest.raises(
            UnreadableInputs, match=r"b\.yaml does not exist; stdin was read alone: save it first"
        ):
            read_bytes(b"openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: b.yaml}}}", "stdin")


@pytest.mark.corpus
def test_every_real_description_is_read_and_placed(corpus: Path) -> None:
    files = sorted(corpus.glob("*/**/openapi.*"))
    assert len(files) > 100
    for file in files:
        result = read_file(file)
        assert result.place("/info/title").line, file
        assert {"openapi", "swagger"} & result.data.keys(), file
