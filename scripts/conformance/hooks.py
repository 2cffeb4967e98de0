# Makes valid what Schemathesis takes for a valid request, where a schema cannot say so. Invalid ones stay as they are.
import re

import schemathesis

STRICT = re.compile(r"(?:^|,)\s*handling\s*=\s*\"?strict\"?\s*(?:[,;]|$)", re.IGNORECASE)


@schemathesis.hook
def map_case(context, case):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    # A client that asks to be told of unknown fields sends none, if it means to be accepted.
    if isinstance(case.body, dict) and STRICT.search(str(case.headers.get("Prefer", ""))):
        known = known_fields(context.operation)
        case.body = {name: value for name, value in case.body.items() if name in known}
    # Schemathesis finds no value for a header whose pattern asks for more than letters and digits, and sends 0.
    for name in ("If-Match", "If-None-Match"):
        if case.headers.get(name) == "0":
            case.headers[name] = "*"
    return case


def known_fields(operation):
    document = operation.schema.raw_schema
    body = resolve(document, operation.definition.raw["requestBody"])
    return resolve(document, body["content"]["application/json"]["schema"])["properties"]


def resolve(document, value):
    while "$ref" in value:
        reference, value = value["$ref"], document
        for name in reference.removeprefix("#/").split("/"):
            value = value[name]
    return value
