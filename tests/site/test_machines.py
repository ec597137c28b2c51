"""What programs read of the finished site of the worked example."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.site.card import Card
from registry.site.machines import plaintext
from registry.site.machines.head import linked_data
from registry.site.masthead import Masthead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.conftest import GitRepository
    from tests.site.conftest import Site

ADDRESS = "https://apis.awesomeshoes.example/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

PROPERTIES = {
    "APIReference": {"headline", "dateModified", "datePublished", "isPartOf", "about", "version"},
    "Answer": {"text"},
    "BreadcrumbList": {"itemListElement"},
    "CollectionPage": {"headline", "dateModified", "isPartOf", "about", "version"},
    "DataDownload": {"contentUrl", "encodingFormat", "version"},
    "Dataset": {"isBasedOn", "maintainer", "variableMeasured"},
    "DefinedTerm": {"termCode", "inDefinedTermSet"},
    "DefinedTermSet": set(),
    "FAQPage": {"mainEntity"},
    "ListItem": {"position", "item"},
    "Organization": set(),
    "PropertyValue": {"propertyID", "unitCode", "unitText", "valueReference"},
    "Question": {"acceptedAnswer"},
    "SoftwareApplication": {"applicationCategory", "provider"},
    "TechArticle": {"headline", "dateModified", "datePublished", "isPartOf", "about", "version"},
    "WebAPI": {"documentation", "termsOfService", "provider"},
    "WebSite": {"publisher"},
}
"""Types of schema.org that pages use, each with the properties that it has besides those of Thing."""
OF_THING = {"@type", "@id", "name", "description", "url", "alternateName", "subjectOf"}


def graph(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    said = json.loads(found[0])
    assert said["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = said["@graph"]
    return nodes


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node, however deep; a bare reference is none."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict):
        if value.keys() != {"@id"}:
            yield value
        for each in value.values():
            yield from nodes(each)


def of_type(page: str, kind: str) -> dict[str, Any]:
    return next(node for node in graph(page) if node["@type"] == kind)


def leads_somewhere(site: Site, address: str) -> bool:
    path = unquote(urlsplit(address).path.lstrip("/"))
    return (site.folder / path / "index.html").is_file() or (site.folder / path).is_file()


def test_every_page_says_what_it_is_in_words_that_schema_org_knows(example: Site) -> None:
    for url in example.urls:
        for node in nodes(graph(example.html(url))):
            assert set(node) - OF_THING <= PROPERTIES[node["@type"]], (url, node)


def test_every_name_of_a_thing_that_is_referred_to_is_given_somewhere(example: Site) -> None:
    graphs = {url: graph(example.html(url)) for url in example.urls}
    given = {node["@id"] for found in graphs.values() for node in nodes(found) if "@id" in node}
    asked = {
        value["@id"]
        for found in graphs.values()
        for node in nodes(found)
        for value in node.values()
        if isinstance(value, dict) and value.keys() == {"@id"}
    }
    assert asked - given == set()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "WebSite"),
        ("apis/catalog/products/", "WebAPI"),
        ("apis/catalog/products/operations/list-products/", "APIReference"),
        ("apis/catalog/products/fields/Size.availability/", "PropertyValue"),
        ("flows/email/size-availability/", "Dataset"),
        ("glossary/", "DefinedTermSet"),
        ("glossary/sku/", "DefinedTerm"),
        ("changes/catalog/products/2.0.0/", "TechArticle"),
        ("systems/email/", "SoftwareApplication"),
        ("rules/unit-changed/", "TechArticle"),
        ("guides/subscribe/", "TechArticle"),
    ],
)
def test_each_kind_of_page_is_of_its_type(example: Site, url: str, kind: str) -> None:
    assert of_type(example.html(url), kind)


def test_an_api_leads_to_its_description(example: Site) -> None:
    api = of_type(example.html("apis/catalog/products/"), "WebAPI")
    assert api["subjectOf"]["encodingFormat"] == "application/vnd.oai.openapi"
    assert leads_somewhere(example, api["subjectOf"]["contentUrl"])
    assert leads_somewhere(example, api["documentation"])


def test_what_a_flow_carries_has_its_units(example: Site) -> None:
    carried = of_type(example.html("flows/email/size-availability/"), "Dataset")["variableMeasured"]
    units = {each["propertyID"]: each.get("unitCode") for each in carried}
    assert units["catalog/products#Price.amount"] == "UCUM:{cent}"
    assert units["catalog/products#Size.availability"] is None


def test_questions_are_told_with_the_answers_that_stand_under_them(example: Site) -> None:
    page = example.html("apis/catalog/products/")
    asked = of_type(page, "FAQPage")["mainEntity"]
    assert "In which unit are prices?" in {each["name"] for each in asked}
    visible = " ".join(example.outline("apis/catalog/products/").text.split())
    for each in asked:
        assert each["name"] in visible
        assert each["acceptedAnswer"]["text"].split(". ")[0] in visible


def test_a_page_without_questions_is_no_list_of_them(example: Site) -> None:
    assert not any(node["@type"] == "FAQPage" for node in graph(example.html("glossary/sku/")))


def test_no_text_ends_the_element_that_holds_it() -> None:
    text = "</script><script>window.hacked=1</script><!-- & \u2028"
    element = linked_data([{"name": text}])
    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside)["@graph"] == [{"name": text}]


def test_previews_say_what_the_page_says(example: Site) -> None:
    page = example.outline("glossary/sku/")
    said = {each["property"]: each["content"] for each in page.all("meta") if "property" in each}
    assert said["og:title"] == "SKU"
    assert said["og:url"] == f"{ADDRESS}glossary/sku/"
    assert said["og:description"] == next(
        each["content"] for each in page.all("meta") if each.get("name") == "description"
    )


def test_the_site_map_holds_every_page_and_nothing_else(example: Site) -> None:
    listed = ET.fromstring((example.folder / "sitemap.xml").read_text("utf-8"))
    found = [each.text or "" for each in listed.iter(f"{SITEMAP}loc")]
    assert sorted(found) == sorted(f"{ADDRESS}{url}" for url in example.urls)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (example.folder / "robots.txt").read_text("utf-8")


def test_the_site_map_tells_when_what_a_page_is_made_of_was_committed(
    repository: GitRepository, build_in: Callable[[Any], Site]
) -> None:
    system = "system: 1\ntitle: Catalogue\nkind: own\nteam: commerce\n"
    api = "openapi: 3.1.0\ninfo: {title: Products, version: '1'}\npaths: {}\n"
    repository.commit(
        {
            "specs/registry.yaml": "registry: 1\ntitle: Shoes\n",
            "specs/catalog/system.yaml": system,
            "specs/catalog/apis/products/openapi.yaml": api,
        },
        date="2026-02-05",
    )
    repository.commit({"site/guides/read.md": "# Read\n\nBegin at the home page.\n"}, date="2026-03-06")
    site = build_in(repository.root)
    listed = ET.fromstring((site.folder / "sitemap.xml").read_text("utf-8"))
    dates = {
        (each.findtext(f"{SITEMAP}loc") or "").removeprefix(ADDRESS): each.findtext(f"{SITEMAP}lastmod")
        for each in listed
    }
    assert dates["apis/catalog/products/"] == "2026-02-05T12:00:00+00:00"
    assert dates["guides/read/"] == dates[""] == "2026-03-06T12:00:00+00:00"
    assert dates["rules/unit-changed/"] is None
    assert of_type(site.html("guides/read/"), "TechArticle")["dateModified"] == "2026-03-06"


def test_every_link_of_a_twin_leads_to_a_twin_or_a_file(example: Site) -> None:
    broken = set()
    for url in example.urls:
        for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", example.twin(url))):
            if not urlsplit(target).scheme and not leads_somewhere(example, urljoin(f"/{url}", target)):
                broken.add((url, target))
    assert broken == set()


def test_the_way_in_for_assistants_leads_to_twins_that_are_there(example: Site) -> None:
    text = (example.folder / "llms.txt").read_text("utf-8")
    title, _, rest = text.partition("\n")
    assert title == "# AwesomeShoes data waybills"
    assert rest.lstrip().startswith("> What data moves where")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert f"{ADDRESS}flows/email/size-availability/index.md" in links
    assert [link for link in links if not leads_somewhere(example, link)] == []


def test_all_words_are_in_one_file_with_links_that_lead_from_anywhere(example: Site) -> None:
    text = re.sub(r"`[^`\n]*`", "", (example.folder / "llms-full.txt").read_text("utf-8"))
    assert "# Size availability for shoe recommendations" in text
    assert "# List products" in text
    assert re.findall(r"(?<!\\)\]\((?!https?:|mailto:)[^)\s]*\)", text) == []


@given(
    st.sampled_from([ADDRESS, "https://apis.awesomeshoes.example/a/b/", "/", ""]),
    st.sampled_from(["", "flows/", "apis/email/main/operations/"]),
    st.lists(
        st.sampled_from(["../", "./", "/", "//", "a", "b-c", ".", "é", "%20", "#", "?", ";", ":", "x.md"]),
        min_size=1,
        max_size=7,
    ),
)
@settings(max_examples=1_000, deadline=None)
def test_links_among_all_words_lead_where_they_led_from_their_page(
    address: str, url: str, steps: list[str]
) -> None:
    link = "".join(steps)
    site = Masthead("Shoes", "", address)
    page = Card(url, "api", "Email", "What the API sends.", "")
    text = plaintext.words(site, (page,), lambda _: f"[there]({link})").decode()
    assert f"[there]({urljoin(f'{address}{url}index.md', link)})\n" in text


def test_a_page_that_is_far_too_long_keeps_no_other_from_all_words() -> None:
    cards = [Card(url, "api", url, "", "") for url in ("long/", "short/")]
    twins = {"long/": "very long " * 100_000, "short/": "The short one."}
    text = plaintext.words(Masthead("Shoes", "", ""), cards, twins.__getitem__).decode()
    assert "The short one." in text
    assert "very long" not in text
    assert "1 more page is too much" in text


def test_the_catalogue_of_apis_is_where_programs_look_for_it(example: Site) -> None:
    said = json.loads((example.folder / ".well-known" / "api-catalog").read_text("utf-8"))
    catalogue, *apis = said["linkset"]
    assert catalogue["anchor"] == f"{ADDRESS}.well-known/api-catalog"
    assert [item["href"] for item in catalogue["item"]] == [api["anchor"] for api in apis]
    for api in apis:
        for relation in ("service-desc", "service-doc"):
            assert [link for link in api[relation] if not leads_somewhere(example, link["href"])] == []


def test_the_registry_as_json_is_what_its_schema_says(example: Site) -> None:
    schema = json.loads((example.folder / "api" / "schema.json").read_text("utf-8"))
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.validator_for(schema)
    kinds = set()
    for path in (example.folder / "api").rglob("*.json"):
        if path.name != "schema.json":
            said = json.loads(path.read_text("utf-8"))
            assert [str(error) for error in validator.iter_errors(said)] == [], path
            kinds.add(said["kind"])
    assert kinds == {"index", "changes", "api", "flow", "change"}


def test_every_address_in_the_registry_as_json_leads_somewhere(example: Site) -> None:
    broken = []
    for path in (example.folder / "api").rglob("*.json"):
        said = json.loads(path.read_text("utf-8"))
        for value in nodes(said):
            found: Mapping[str, Any] = value
            broken += [
                (path, found[key])
                for key in ("page", "record", "changes")
                if isinstance(found.get(key), str)
                and path.name != "schema.json"
                and not leads_somewhere(example, found[key])
            ]
    assert broken == []


def test_a_field_as_json_says_what_its_page_says(example: Site) -> None:
    api = json.loads((example.folder / "api/apis/catalog/products.json").read_text("utf-8"))
    field = next(each for each in api["fields"] if each["id"] == "Size.availability")
    assert field["businessName"] == "Size availability"
    assert "email/size-availability" in field["flows"]
    assert field["page"] == "apis/catalog/products/fields/Size.availability/"


def test_a_site_without_an_address_states_none(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    settings = (
        "site_name: S\ndocs_dir: .build/pages\nsite_dir: .build/site\ntheme: {name: material, font: false}\n"
    )
    site = build_site({"mkdocs.yml": settings})
    assert not (site.folder / "sitemap.xml").exists()
    assert "canonical" not in site.html("rules/")
    assert "ld+json" not in site.html("rules/")
    assert "(flows/index.md)" in (site.folder / "llms.txt").read_text("utf-8")
