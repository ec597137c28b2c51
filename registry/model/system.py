"""Systems and the words they share: ``system.yaml``, ``glossary.yaml``."""

from typing import Annotated, Any, Literal

from pydantic import Field

from registry.formats import Written
from registry.model.semantics import Support

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An id that people can read and a URL can carry: ``shoe-size``."""


class Vendor(Written):
    """The company that makes and runs a system we did not build."""

    name: str
    """The name of the company or product."""
    url: str | None = None
    """Its page, or that of its API."""


class SystemForm(Written):
    """A system: something that offers or takes data (``specs/<system>/system.yaml``)."""

    system: Literal[1]
    """The version of this format."""
    title: str
    """What people call the system."""
    kind: Slug
    """What sort of system it is, in a word: own, vendor, catalogue, warehouse, email, crm, ads, analytics."""
    team: str
    """The team that answers for it, an id of ``registry.yaml``."""
    description: str | None = None
    """What it is for, and what it is not."""
    support: tuple[Support, ...] = ()
    """Where to get help."""
    vendor: Vendor | None = None
    """Who makes and runs it, if we do not."""


class System(SystemForm):
    """A system of the registry; ``id`` is the name of its folder, ``path`` its file."""

    id: str
    """The name of its folder."""
    path: str
    """Its file, from the root of the registry."""

    @property
    def own(self) -> bool:
        """Whether we build and run it."""
        return self.vendor is None and self.kind != "vendor"

    @classmethod
    def named(cls, system_id: str, path: str, form: SystemForm) -> "System":
        """Return the system that the form describes, under its id."""
        return cls.model_validate({**_values(form), "id": system_id, "path": path})


class Term(Written):
    """A word of the business, and what everybody means by it."""

    id: Slug
    """By which fields refer to it: ``x-ogc-definition: glossary:shoe-size``."""
    title: str
    """The word."""
    definition: str
    """What it means, in a sentence or two."""
    synonyms: tuple[str, ...] = ()
    """What others call it."""
    owner: str | None = None
    """The team that decides what it means."""


class Glossary(Written):
    """The words of the business (``specs/glossary.yaml``)."""

    glossary: Literal[1]
    """The version of this format."""
    terms: tuple[Term, ...] = ()
    """The words."""


def _values(form: Written) -> dict[str, Any]:
    return {name: getattr(form, name) for name in type(form).model_fields}
