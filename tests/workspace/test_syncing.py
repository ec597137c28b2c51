"""Pulling a description from where it is written, and from nowhere else."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import registry
from registry.cli.main import waybill
from registry.errors import UnreadableInput, UnreadableInputs, WrongUse
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from registry.workspace.syncing import Pulled
    from tests.conftest import GitRepository

DESCRIPTION = """
    openapi: 3.1.0   # kept as it is written
    info: {title: Products, version: "VERSION"}
    paths: {}
"""
SPLIT = """
    openapi: 3.1.0
    info: {title: Products, version: "1.0.0"}
    paths: {}
    components: {schemas: {Shoe: {$ref: "schemas/shoe.yaml"}}}
"""
PATH = "specs/shop/apis/products/openapi.yaml"


@pytest.fixture
def home(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    return write_registry({"specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"})


def sync(home: Path, repository: GitRepository, path: str = "api/openapi.yaml", ref: str = "main") -> Pulled:
    here = registry.open(home)
    (pulled,) = here.sync("shop/products", repository=str(repository.root), path=path, ref=ref)
    return pulled


def test_a_description_is_pulled_as_it_is_written_at_a_ref(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "1.0.0")})
    repository.git("tag", "v1")
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "2.0.0")})
    assert sync(home, repository, ref="v1").differs
    assert (home / PATH).read_text() == repository.git("show", "v1:api/openapi.yaml")
    sync(home, repository)
    assert registry.open(home).api("shop/products").description().version == "2.0.0"


def test_pulling_again_changes_nothing(home: Path, repository: GitRepository) -> None:
    commit = repository.commit({"api/openapi.yaml": DESCRIPTION})
    first = sync(home, repository)
    (again,) = registry.open(home).sync()
    assert (first.differs, again.differs, again.commit) == (True, False, commit)


def test_a_description_of_several_files_becomes_one(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": SPLIT, "api/schemas/shoe.yaml": "type: object"})
    sync(home, repository)
    schemas = registry.open(home).api("shop/products").description().schemas
    assert schemas["Shoe"] == {"type": "object"} or "$ref" in schemas["Shoe"]
    assert "schemas/shoe.yaml" not in (home / PATH).read_text()


def test_a_description_in_json_of_several_files_becomes_one_in_json(
    home: Path, repository: GitRepository
) -> None:
    text = json.dumps(parse(dedent(SPLIT).encode(), "openapi.yaml").data)
    repository.commit({"api/openapi.json": text, "api/schemas/shoe.yaml": "type: object"})
    pulled = sync(home, repository, "api/openapi.json")
    assert pulled.path == PATH.replace(".yaml", ".json")
    description = json.loads((home / pulled.path).read_bytes())
    assert description["components"]["schemas"]["Shoe"] == {"type": "object"}
    assert registry.open(home).release("shop/products").files[0].endswith("/releases/1.0.0.json")


def test_yaml_that_is_kept_in_a_file_for_json_becomes_json(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.json": '{"openapi": "3.1.0"}', "api/openapi.yaml": DESCRIPTION})
    sync(home, repository, "api/openapi.json")
    assert sync(home, repository).path == PATH.replace(".yaml", ".json")
    assert registry.open(home).api("shop/products").description().version == "VERSION"
    assert not sync(home, repository).differs


def test_json_that_is_kept_in_a_file_for_yaml_stays_as_it_is_written_and_is_frozen_as_json(
    home: Path, repository: GitRepository
) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "1.0.0")})
    sync(home, repository)
    text = json.dumps(parse(dedent(DESCRIPTION).encode(), "openapi.yaml").data)
    repository.commit({"api/openapi.json": text.replace("VERSION", "1.1.0")})
    assert sync(home, repository, "api/openapi.json").path == PATH
    assert (home / PATH).read_text() == text.replace("VERSION", "1.1.0")
    assert registry.open(home).release("shop/products").files[0].endswith("/releases/1.1.0.json")


def test_a_pipeline_is_told_that_a_description_differs(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "1.0.0")})
    sync(home, repository)
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "1.1.0")})
    before = (home / PATH).read_bytes()
    result = CliRunner().invoke(waybill, ["-C", str(home), "sync", "--check"], standalone_mode=False)
    assert result.return_value == 1
    assert "shop/products: specs/shop/apis/products/openapi.yaml differs (commit " in result.output
    assert (home / PATH).read_bytes() == before


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% owned",
        "--upload-pack=touch owned",
        "fd::17",
        "http://example.com/x.git",
        "git://example.com/x.git",
        "https://example.com/x y.git",
    ],
)
def test_an_address_that_would_run_a_program_or_travel_unprotected_is_refused(
    home: Path, address: str
) -> None:
    with pytest.raises(WrongUse, match="cannot fetch"):
        list(registry.open(home).sync("shop/products", repository=address))
    assert not list(home.rglob("owned"))


@pytest.mark.parametrize("ref", ["--output=owned", "main:owned", "a b", "-x"])
def test_a_ref_that_is_an_option_is_refused(home: Path, repository: GitRepository, ref: str) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION})
    with pytest.raises(WrongUse, match="cannot fetch"):
        sync(home, repository, ref=ref)


def test_a_path_that_leaves_the_repository_is_refused(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION})
    with pytest.raises(UnreadableInput, match="leaves the root folder"):
        sync(home, repository, path="../../etc/passwd")


def test_what_is_no_description_is_refused_and_nothing_is_written(
    home: Path, repository: GitRepository
) -> None:
    repository.commit({"api/openapi.yaml": "hello: world"})
    with pytest.raises((UnreadableInput, UnreadableInputs)):
        sync(home, repository)
    assert not (home / PATH).exists()


def test_an_unknown_ref_and_an_unknown_api_are_said_with_their_remedy(
    home: Path, repository: GitRepository
) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION})
    with pytest.raises(WrongUse, match="couldn't find remote ref nowhere"):
        sync(home, repository, ref="nowhere")
    with pytest.raises(WrongUse, match=r"write specs/none/system.yaml first"):
        list(registry.open(home).sync("none/products", repository="x"))
    with pytest.raises(WrongUse, match="no API of this registry comes from elsewhere"):
        list(registry.open(home).sync())


def test_what_cannot_be_pulled_leaves_the_registry_as_it_was(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION})
    for checking in (False, True):
        with pytest.raises(WrongUse, match="cannot fetch"):
            list(registry.open(home).sync("shop/products", trial=checking, repository=str(home / "none")))
    list(
        registry.open(home).sync(
            "shop/products", trial=True, repository=str(repository.root), path="api/openapi.yaml"
        )
    )
    assert not (home / "specs/shop/apis").exists()


def test_another_ref_is_followed_from_then_on(home: Path, repository: GitRepository) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "1.0.0")})
    sync(home, repository)
    repository.git("checkout", "-q", "-b", "next")
    repository.commit({"api/openapi.yaml": DESCRIPTION.replace("VERSION", "2.0.0")})
    list(registry.open(home).sync("shop/products", ref="next"))
    (pulled,) = registry.open(home).sync()
    assert not pulled.differs
    assert registry.open(home).api("shop/products").description().version == "2.0.0"


@pytest.mark.parametrize("name", ["..", ".", ".hidden", "a b", "a\nb", "a@1", "A", "a#b", "a/b", ""])
def test_a_name_that_is_none_is_refused(home: Path, repository: GitRepository, name: str) -> None:
    repository.commit({"api/openapi.yaml": DESCRIPTION})
    with pytest.raises(WrongUse, match="is no name of an API"):
        list(
            registry.open(home).sync(f"shop/{name}", repository=str(repository.root), path="api/openapi.yaml")
        )
    with pytest.raises(WrongUse, match="is no name of an API"):
        registry.open(home).adopt(str(repository.root / "api/openapi.yaml"), f"shop/{name}")
    assert not list(home.rglob("source.yaml"))


def test_a_password_in_an_address_is_neither_kept_nor_shown(home: Path) -> None:
    with pytest.raises(WrongUse, match="holds a password") as refused:
        list(registry.open(home).sync("shop/products", repository="https://me:hunter22@example.com/x.git"))
    assert "hunter22" not in str(refused.value)
    assert not list(home.rglob("source.yaml"))
