"""Other tools that do what a command does: which of them are installed, and how each is asked.

Those from npm are looked for in the folders that ``--peers`` names, each with a ``node_modules``:
``npm install @redocly/cli @apidevtools/swagger-parser @stoplight/spectral-cli`` in one,
``npm install openapi-diff`` in another, and in a third ``npm install @useoptic/optic`` (1.0.9 starts only with
``"overrides": {"@stoplight/spectral-core": {"ajv": "8.17.1"}, "@stoplight/spectral-functions": {"ajv": "8.17.1"}}``).
openapi-spec-validator is a dependency of ours. Not to be had from these registries: oasdiff; @pb33f/openapi-changes
and @quobix/vacuum, whose install steps fetch an executable from elsewhere.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BACKEND = "OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"
PARSE = """\
require(process.argv[1]).validate(process.argv[2]).then(() => 0, (error) => {
    console.error(error.message)
    process.exit(1)
})
"""
SPECTRAL_RULES = "extends: spectral:oas\n"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool: what it needs in ``node_modules``, if anything, how it is called, and what it says that failed.

    What it ``does`` is the name of the benchmark: "validity" asks whether a document is OpenAPI, "check" for more.

    In ``command`` the text ``{it}`` stands for the path below ``node_modules``, ``{folder}`` for a folder to write to.
    """

    does: str
    needs: str
    command: tuple[str, ...]
    failed: str = ""

    def ready(self, folders: Sequence[Path], scratch: Path) -> list[str] | None:
        """Return the command without its files, None where the tool is not installed."""
        there = [folder / "node_modules" / self.needs for folder in folders]
        it = next((path.resolve() for path in there if path.exists()), None)
        if self.needs and it is None:
            return None
        return [part.replace("{it}", str(it)).replace("{folder}", str(scratch)) for part in self.command]


_VALIDATOR = (sys.executable, "-m", "openapi_spec_validator")

PEERS: Mapping[str, Peer] = {
    "openapi-diff": Peer("diff", ".bin/openapi-diff", ("{it}",), r"OpenApiDiffError"),
    "optic": Peer(
        "diff", ".bin/optic", ("{it}", "diff", "--validation", "loose"), r"invalid openapi|^\w*Error\b"
    ),
    "openapi-spec-validator": Peer("validity", "", ("env", f"{BACKEND}=jsonschema", *_VALIDATOR)),
    "openapi-spec-validator, jsonschema-rs": Peer(
        "validity", "", ("env", f"{BACKEND}=jsonschema-rs", *_VALIDATOR)
    ),
    "swagger-parser": Peer("validity", "@apidevtools/swagger-parser", ("node", "-e", PARSE, "{it}")),
    "redocly, spec": Peer(
        "validity",
        ".bin/redocly",
        ("env", "REDOCLY_TELEMETRY=off", "{it}", "lint", "--extends=spec", "--format=summary"),
    ),
    "redocly, recommended": Peer(
        "check",
        ".bin/redocly",
        ("env", "REDOCLY_TELEMETRY=off", "{it}", "lint", "--extends=recommended", "--format=summary"),
    ),
    "spectral, oas": Peer(
        "check", ".bin/spectral", ("{it}", "lint", "--quiet", "--ruleset", "{folder}/spectral.yaml")
    ),
}


def ready(does: str, folders: Sequence[Path], scratch: Path) -> dict[str, list[str]]:
    """Return the commands, without their files, of the tools that do this and are installed."""
    (scratch / "spectral.yaml").write_text(SPECTRAL_RULES, encoding="utf-8")
    asked = {name: peer.ready(folders, scratch) for name, peer in PEERS.items() if peer.does == does}
    return {name: command for name, command in asked.items() if command is not None}


def absent(does: str, folders: Sequence[Path]) -> list[str]:
    """Return the names of the tools that do this and are not installed."""
    return [name for name, peer in PEERS.items() if peer.does == does and peer.ready(folders, Path()) is None]
