"""An operation as code that can be copied: ``curl``, Python with httpx, JavaScript with fetch."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from registry.site.pages.calls import call
from registry.site.text import Sample, Tabs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.model.description import Operation
    from registry.site.examples import Examples
    from registry.site.pages.calls import Call, Signed

_LONGEST_BODY = 3000
_ONE_LINE = 88
_FROM_FILE = 'await readFile("body.{}")'
_READER = 'import { readFile } from "node:fs/promises";\n\n'
_SHORTCUTS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_BODILESS = frozenset({"GET", "DELETE", "HEAD", "OPTIONS"})


def samples(operation: Operation, examples: Examples) -> Tabs | None:
    """Return the request in three languages; None for what the API sends itself."""
    if operation.kind != "operation":
        return None
    asked = call(operation, examples)
    items = (
        ("curl", Sample(curl(asked), "sh")),
        ("Python", Sample(python(asked), "python")),
        ("JavaScript", Sample(javascript(asked), "js")),
    )
    return Tabs("The request as code", "sample", items)


def curl(asked: Call) -> str:
    """Return the request for a shell; secrets stay in the environment."""
    method = "" if asked.method == "GET" else f"-X {shlex.quote(asked.method)} "
    return " \\\n  ".join([f"curl {method}{_in_shell(asked.url)}", *_options(asked)])


def _in_shell(url: str) -> str:
    """Quote the address; a key in the query comes from the environment."""
    quoted = shlex.quote(url)
    return quoted.replace("=$API_KEY", "='\"$API_KEY\"'") if "=$API_KEY" in url else quoted


def _options(asked: Call) -> Iterator[str]:
    for signed in asked.signed:
        yield _signed_in_shell(signed)
    if asked.key:
        yield f'-H "{asked.key}: $(uuidgen)"'
    for name, value in asked.headers:
        yield f"-H {shlex.quote(f'{name}: {value}')}"
    if asked.kind not in {"none", "parts"}:
        yield f"-H {shlex.quote(f'Content-Type: {asked.media}')}"
    yield from _body_in_shell(asked)
    if asked.timeout:
        yield f"--max-time {asked.timeout:g}"


def _signed_in_shell(signed: Signed) -> str:
    if signed.kind == "basic":
        return '-u "$USER_AND_PASSWORD"'
    if signed.kind == "key":
        return f'-H "{signed.name}: $API_KEY"'
    return '-H "Authorization: Bearer $TOKEN"'


def _body_in_shell(asked: Call) -> Iterator[str]:
    members = asked.body if isinstance(asked.body, dict) else {}
    if asked.kind == "json":
        written = _json(asked.body)
        yield f"--data {shlex.quote(written) if written else '@body.json'}"
    elif asked.kind == "text":
        yield f"--data-binary {shlex.quote(asked.body) if _fits(asked.body) else '@body.txt'}"
    elif asked.kind == "form":
        yield from (
            f"--data-urlencode {shlex.quote(f'{name}={_plain(value)}')}" for name, value in members.items()
        )
    elif asked.kind == "parts":
        yield from (f"-F {shlex.quote(f'{name}={_plain(value)}')}" for name, value in members.items())
    elif asked.kind == "file":
        yield "--data-binary @body.bin"


def python(asked: Call) -> str:
    """Return the request for Python with httpx."""
    environment = bool(asked.signed) or "$API_KEY" in asked.url
    modules = [*(["os"] if environment else []), *(["uuid"] if asked.key else [])]
    imports = "".join(f"import {name}\n" for name in modules) + ("\n" if modules else "") + "import httpx\n"
    short = asked.method in _SHORTCUTS and not (asked.method in _BODILESS and asked.kind != "none")
    name = f"httpx.{asked.method.lower()}(" if short else "httpx.request("
    first = [] if short else [f'"{asked.method}"']
    given = [*first, _python_url(asked.url), *_python_arguments(asked)]
    body = "".join(f"    {_indented(each)},\n" for each in given)
    return f"{imports}\nresponse = {name}\n{body})\nresponse.raise_for_status()\n{_python_answer(asked)}"


def _python_url(url: str) -> str:
    if "$API_KEY" not in url:
        return json.dumps(url, ensure_ascii=False)
    escaped = json.dumps(url.replace("{", "{{").replace("}", "}}"), ensure_ascii=False)
    return "f" + escaped.replace("$API_KEY", "{os.environ['API_KEY']}")


def _python_arguments(asked: Call) -> Iterator[str]:
    headers = {name: _python(value) for name, value in asked.headers}
    if asked.kind in {"text", "file"} or (asked.kind == "json" and asked.media != "application/json"):
        headers["Content-Type"] = _python(asked.media)
    if asked.key:
        headers[asked.key] = "str(uuid.uuid4())"
    for signed in asked.signed:
        if signed.kind == "basic":
            yield 'auth=tuple(os.environ["USER_AND_PASSWORD"].split(":", 1))'
        elif signed.kind == "key":
            headers[signed.name] = 'os.environ["API_KEY"]'
        else:
            headers["Authorization"] = "f\"Bearer {os.environ['TOKEN']}\""
    if headers:
        yield f"headers={_pairs(headers, _python, '    ')}"
    yield from _python_body(asked)
    if asked.timeout:
        yield f"timeout={asked.timeout:g}"


def _python_body(asked: Call) -> Iterator[str]:
    if asked.kind == "json":
        known = _json(asked.body)
        yield f"json={_python(asked.body)}" if known else 'content=open("body.json", "rb").read()'
    elif asked.kind == "text":
        yield (
            f"content={_python(asked.body)}" if _fits(asked.body) else 'content=open("body.txt", "rb").read()'
        )
    elif asked.kind == "form":
        yield f"data={_python(asked.body or {})}"
    elif asked.kind == "parts":
        members = asked.body if isinstance(asked.body, dict) else {}
        yield f"files={_python({name: (None, _plain(value)) for name, value in members.items()})}"
    elif asked.kind == "file":
        yield 'content=open("body.bin", "rb").read()'


def _python_answer(asked: Call) -> str:
    return "print(response.headers)" if asked.method == "HEAD" else "print(response.text)"


def javascript(asked: Call) -> str:
    """Return the request for JavaScript with fetch, as it runs in Node, Deno and Bun."""
    options: dict[str, str] = {} if asked.method == "GET" else {"method": json.dumps(asked.method)}
    headers = dict(_javascript_headers(asked))
    if headers:
        options["headers"] = _pairs(headers, json.dumps, "  ")
    body = _javascript_body(asked)
    if body:
        options["body"] = body
    if asked.timeout:
        options["signal"] = f"AbortSignal.timeout({asked.timeout * 1000:g})"
    url = _javascript_url(asked.url)
    second = "" if not options else ", " + _pairs(options, str, "  ")
    before = _READER if body.startswith("await readFile") else _javascript_form(asked)
    answer = (
        "console.log(response.headers);" if asked.method == "HEAD" else "console.log(await response.text());"
    )
    failure = "if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);"
    return f"{before}const response = await fetch({url}{second});\n{failure}\n{answer}"


def _javascript_url(url: str) -> str:
    if "$API_KEY" not in url:
        return json.dumps(url, ensure_ascii=False)
    inert = (
        url.replace("\\", "\\\\")
        .replace("`", "\\`")
        .replace("${", "\\${")
        .replace("$API_KEY", "${process.env.API_KEY}")
    )
    return f"`{inert}`"


def _javascript_headers(asked: Call) -> Iterator[tuple[str, str]]:
    for signed in asked.signed:
        if signed.kind == "basic":
            yield "Authorization", "`Basic ${btoa(process.env.USER_AND_PASSWORD)}`"
        elif signed.kind == "key":
            yield signed.name, "process.env.API_KEY"
        else:
            yield "Authorization", "`Bearer ${process.env.TOKEN}`"
    if asked.key:
        yield asked.key, "crypto.randomUUID()"
    for name, value in asked.headers:
        yield name, json.dumps(value, ensure_ascii=False)
    if asked.kind in {"json", "text", "file"}:
        yield "Content-Type", json.dumps(asked.media)


def _javascript_form(asked: Call) -> str:
    if asked.kind != "parts":
        return ""
    members = asked.body if isinstance(asked.body, dict) else {}
    lines = [
        f"form.append({json.dumps(name)}, {json.dumps(_plain(value))});" for name, value in members.items()
    ]
    return "\n".join(["const form = new FormData();", *lines]) + "\n"


def _javascript_body(asked: Call) -> str:
    if asked.kind == "json":
        written = _json(asked.body)
        return f"JSON.stringify({written})" if written else _FROM_FILE.format("json")
    if asked.kind == "text":
        return json.dumps(asked.body) if _fits(asked.body) else _FROM_FILE.format("txt")
    if asked.kind == "form":
        members = asked.body if isinstance(asked.body, dict) else {}
        return f"new URLSearchParams({_json({name: _plain(value) for name, value in members.items()})})"
    return {"parts": "form", "file": _FROM_FILE.format("bin")}.get(asked.kind, "")


def _pairs(members: Mapping[str, str], named: Callable[[str], str], indent: str) -> str:
    """Return code of an object whose values are code already."""
    lines = "".join(
        f"{indent}{named(name)}: {code.replace(chr(10), chr(10) + indent)},\n"
        for name, code in members.items()
    )
    return f"{{\n{lines}}}"


def _indented(code: str) -> str:
    return code.replace("\n", "\n    ")


def _python(value: Any, depth: int = 0) -> str:
    """Return a JSON value as Python writes it, over several lines where it is long."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value:
        return repr(value)
    items: Iterable[str] = (
        (f"{_python(name)}: {_python(held, depth + 1)}" for name, held in value.items())
        if isinstance(value, dict)
        else (_python(held, depth + 1) for held in value)
    )
    parts = list(items)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if sum(map(len, parts)) < _ONE_LINE - 4 * depth and not any("\n" in part for part in parts):
        return f"{opening}{', '.join(parts)}{closing}"
    lines = "".join(f"    {_indented(part)},\n" for part in parts)
    return f"{opening}\n{lines}{closing}"


def _json(value: Any) -> str:
    """Return JSON on one line if it is short, over several if it is not, nothing if it is too long or not known."""
    if value is None:
        return ""
    short = json.dumps(value, ensure_ascii=False)
    written = short if len(short) <= _ONE_LINE else json.dumps(value, ensure_ascii=False, indent=2)
    return written if len(written) <= _LONGEST_BODY else ""


def _fits(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_BODY


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
