"""Who reviews which folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import registry
from registry.errors import UnreadableInputs, WrongUse
from registry.workspace.codeowners import END

if TYPE_CHECKING:
    from tests.conftest import GitRepository

FILES = {
    "specs/registry.yaml": """
        registry: 1
        title: Shoes
        teams:
          shop: {title: Shop, reviewers: ["@acme/shop"]}
          mails: {title: Mails, reviewers: ["@acme/mails", "ann@example.com"]}
          others: {title: Others}
    """,
    "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
    "specs/mails/system.yaml": "system: 1\ntitle: Mails\nkind: vendor\nteam: mails\n",
    "specs/quiet one/system.yaml": "system: 1\ntitle: Quiet\nkind: own\nteam: others\n",
    "specs/mails/flows/sizes.yaml": """
        flow: 1
        title: Sizes
        answer: Sizes go there.
        producer: {api: shop/products, operation: x}
        consumer: {store: list}
        purpose: Sell.
        trigger: {type: manual}
        mapping: [{from: a, to: b}]
        owner: shop
    """,
}


def test_each_folder_goes_to_its_team_and_a_flow_to_its_owner_too(repository: GitRepository) -> None:
    repository.commit(FILES)
    assert registry.open(repository.root).codeowners() == (".github/CODEOWNERS", True)
    lines = (repository.root / ".github/CODEOWNERS").read_text().splitlines()
    assert lines[1:] == [
        "/specs/mails/ @acme/mails ann@example.com",
        "/specs/shop/ @acme/shop",
        "/specs/mails/flows/sizes.yaml @acme/shop @acme/mails ann@example.com",
    ]
    assert registry.open(repository.root).codeowners(trial=True) == (".github/CODEOWNERS", False)


def test_a_registry_in_a_folder_of_its_repository_is_named_from_the_root(repository: GitRepository) -> None:
    repository.commit({f"api docs/{path}": text for path, text in FILES.items()})
    registry.open(repository.root / "api docs").codeowners()
    lines = (repository.root / ".github/CODEOWNERS").read_text().splitlines()
    assert lines[1] == "/api\\ docs/specs/mails/ @acme/mails ann@example.com"


def test_a_registry_whose_teams_name_nobody_is_told_what_to_write(repository: GitRepository) -> None:
    repository.commit({**FILES, "specs/registry.yaml": "registry: 1\ntitle: Shoes\n"})
    with pytest.raises(WrongUse, match=r"no team says who reviews its files; add reviewers"):
        registry.open(repository.root).codeowners()


@pytest.mark.parametrize("name", ["acme", "@a b", "@a\\n* @evil", "#x", "@"])
def test_a_name_that_could_be_another_line_is_refused(repository: GitRepository, name: str) -> None:
    text = f'registry: 1\ntitle: Shoes\nteams: {{shop: {{title: Shop, reviewers: ["{name}"]}}}}\n'
    repository.commit({**FILES, "specs/registry.yaml": text})
    with pytest.raises(UnreadableInputs, match="a name such as @acme/commerce, or an e-mail address"):
        registry.open(repository.root).codeowners()


def test_lines_of_others_stay_where_they_are(repository: GitRepository) -> None:
    file = repository.root / "CODEOWNERS"
    repository.commit({**FILES, "CODEOWNERS": "* @acme/everybody"})
    assert registry.open(repository.root).codeowners() == ("CODEOWNERS", True)
    first = file.read_text()
    assert first.startswith("* @acme/everybody\n# Written by")
    assert registry.open(repository.root).codeowners() == ("CODEOWNERS", False)
    file.write_text(f"{first}/specs/old/ @x\n{END}/docs/ @acme/writers\n")
    assert registry.open(repository.root).codeowners() == ("CODEOWNERS", True)
    assert file.read_text() == f"{first}{END}/docs/ @acme/writers\n"


def test_gitlab_finds_the_file_where_it_looks(repository: GitRepository) -> None:
    repository.commit({**FILES, ".gitlab-ci.yml": "include: []"})
    assert registry.open(repository.root).codeowners(trial=True) == (".gitlab/CODEOWNERS", True)
