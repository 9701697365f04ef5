"""What the OpenAPI description says of every operation alike: headers, conditions, limits, links
from a list to its records, and examples that can be tried."""

from __future__ import annotations

from typing import Any

from records.kinds import record_kinds
from records.rest.problems import CONTENT_TYPE

_CSL = "application/vnd.citationstyles.csl+json"
_PROBLEM = {"$ref": "#/components/schemas/ProblemDetails"}
# a record of each list that the review's data hold
_IDS = {
    "precursors": "tma",
    "materials": "al2o3",
    "substrates": "li-metal",
    "methods": "SEM",
    "processes": "al2o3-tma-h2o",
    **{kind.section: kind.public_id(1) for kind in record_kinds()},
    "measurements": "ASC-C000001-1",
    "papers": "ASC-P000001",
    "properties": "thickness",
}
_VALUES = {
    "q": "alumina",
    "element": ["Li"],
    "precursor": ["tma"],
    "material": ["al2o3"],
    "method": ["SEM"],
    "thickness_min": "5 nm",
    "thickness_max": "500 Å",
    "ionic_conductivity_min": "1e-8 S/cm",
    "year_min": 2015,
    "page_size": 100,
}
_HEADERS: dict[str, dict[str, Any]] = {
    "X-Data-Version": {
        "description": "Version of the data that the answer was read from: the day of the last "
        "change and its number.",
        "schema": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}\.\d+$"},
    },
    "ETag": {
        "description": "Names these bytes; send it back in `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Last-Modified": {
        "description": "When the data last changed; not given in the very second of a change.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "Requests left (`r`) and seconds until all are there again (`t`).",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "Requests (`q`) that a client has in a window of `w` seconds.",
        "schema": {"type": "string"},
    },
}
_ALWAYS = ("X-Data-Version", "RateLimit", "RateLimit-Policy")
_DRAFTS = "/api/v1/submissions/"
_WITH_REVISION = {"get": ("200",), "post": ("200", "201"), "put": ("200", "412")}
_REVISION = {
    "description": "The revision of the draft; send it back in `If-Match` to save the next. Not "
    "given with a list or a check.",
    "schema": {"type": "string"},
}


def describe(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds to every operation what the protocol adds to its answer."""
    components = result.setdefault("components", {})
    components["headers"] = _HEADERS
    components["responses"] = {
        "NotModified": {"description": "What the client holds is still right.", "headers": _of()},
        "NotAcceptable": _problem("No form of the answer that `Accept` names is served."),
        "TooLong": {"description": "The address has more than about 8000 bytes."},
        "TooManyRequests": {
            **_problem("More requests in a minute than a client has."),
            "headers": {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "integer", "minimum": 0},
                },
            },
        },
    }
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                _operation(path, method, operation)
    result["security"] = [{}]  # what names no other way is open to anybody
    _parts(result)
    _link(result["paths"])
    return result


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {CONTENT_TYPE: {"schema": _PROBLEM}}}


def _of(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names or _HEADERS}


def _operation(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    # the ETag of a draft names what may be saved over, not the bytes of the answer
    conditional = method == "get" and not path.startswith(_DRAFTS)
    for status, response in responses.items():
        names = tuple(_HEADERS) if conditional and status == "200" else _ALWAYS
        response.setdefault("headers", {}).update(_of(*names))
        if path.startswith(_DRAFTS) and status in _WITH_REVISION.get(method, ()):
            response["headers"]["ETag"] = _REVISION
    for media, content in responses.get("200", {}).get("content", {}).items():
        if media == _CSL:
            content["schema"] = {"type": "array", "items": {"type": "object"}}
    if conditional:
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
    responses.setdefault("406", {"$ref": "#/components/responses/NotAcceptable"})
    if method == "get":
        responses["414"] = {"$ref": "#/components/responses/TooLong"}
    responses["429"] = {"$ref": "#/components/responses/TooManyRequests"}
    plural = path.removeprefix("/api/v1/").split("/")[0]
    for parameter in operation.get("parameters", ()):
        name = parameter["name"]
        if parameter["in"] == "path" and name == "id" and plural in _IDS:
            parameter["example"] = _IDS[plural]
        elif name == "ordering":
            parameter["example"] = f"-{parameter['schema']['default']}"
        elif parameter["schema"].get("type") == _kind_of(_VALUES.get(name)):
            parameter["example"] = _VALUES[name]


def _kind_of(example: Any) -> str:
    return {list: "array", int: "integer", str: "string"}.get(type(example), "none")


_WITH_PROPERTIES = {"CoatingItem", "TestItem"}
_PROPERTY: dict[str, Any] = {
    "anyOf": [
        {
            "type": "object",
            "description": "Interval of a property; an open end is null.",
            "properties": {
                "low": {"type": ["number", "null"]},
                "high": {"type": ["number", "null"]},
                "unit": {"type": "string"},
            },
            "required": ["low", "high", "unit"],
        },
        {"type": ["string", "null"], "description": "Words of a property that is no number."},
        {"type": "array", "items": {"type": "string"}, "description": "Several of them."},
    ]
}


def _parts(result: dict[str, Any]) -> None:
    """With ``fields=`` an answer holds the members asked for and no other: a record, or an item of
    a list, may be a part of what it is without."""
    schemas = result["components"]["schemas"]
    for operations in result["paths"].values():
        found = operations.get("get", {})
        if not any(one["name"] == "fields" for one in found.get("parameters", ())):
            continue
        media = found["responses"]["200"]["content"]["application/json"]
        whole = media["schema"]["$ref"].rsplit("/", 1)[-1]
        if not found["operationId"].endswith("_list"):
            media["schema"] = _whole_or_part(schemas, media["schema"])
        elif "$ref" in (results := schemas[whole]["properties"]["results"])["items"]:
            results["items"] = _whole_or_part(schemas, results["items"])


def _whole_or_part(schemas: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    name = whole["$ref"].rsplit("/", 1)[-1]
    part = {key: value for key, value in schemas[name].items() if key != "required"}
    part["title"] = f"{name}Part"
    part["description"] = f"Those members of {name} that `fields` asks for."
    if name in _WITH_PROPERTIES:
        part["additionalProperties"] = _PROPERTY
        part["description"] += " A property by its key gives its interval, or its words."
    schemas[f"{name}Part"] = part
    return {"anyOf": [whole, {"$ref": f"#/components/schemas/{name}Part"}]}


def _link(paths: dict[str, Any]) -> None:
    """From the first item of a list to its record, and to what else goes by its id."""
    for path, operations in paths.items():
        ident = "key" if path.split("/")[-2] in _KEYED else "id"
        listing = operations.get("get", {}).get("operationId", "")
        if not listing.endswith("_list"):
            continue
        links = {}
        for other, found in paths.items():
            if other.startswith(f"{path}{{id}}/") and "get" in found:
                operation = found["get"]["operationId"]
                links[operation] = {
                    "operationId": operation,
                    "parameters": {"id": f"$response.body#/results/0/{ident}"},
                }
        if links:
            operations["get"]["responses"]["200"]["links"] = links


_KEYED = {"precursors", "materials", "substrates", "methods", "processes", "properties"}
