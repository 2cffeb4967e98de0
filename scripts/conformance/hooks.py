# Makes valid what Schemathesis takes for a valid request, where a schema cannot say so. Invalid ones stay as they are.
import hashlib
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
    # What is checked beyond its schema takes after the examples of it.
    if isinstance(case.body, dict):
        for name, schema in checked_beyond(context.operation).items():
            if name in case.body:
                case.body[name] = schema["examples"][len(repr(case.body)) % len(schema["examples"])]
    if isinstance(case.query, dict):
        for name, schema in parameters_checked_beyond(context.operation).items():
            if name in case.query:
                case.query[name] = schema["examples"][0]
        # A cursor is valid only for the list that it was given for.
        case.query.pop("cursor", None)
        # So is one of changes; a ticket counts once; nobody waits for what nobody changes; and of the past only what came after the
        # account is known.
        for name in ("as_of", "since", "ticket", "wait"):
            case.query.pop(name, None)
        # A page must not be too far for its limit, nor contradict the offset.
        case.query.pop("page", None)
    # It also takes a name for valid in which nothing is visible.
    if isinstance(case.body, dict):
        for name in ("title", "name"):
            value = case.body.get(name)
            if isinstance(value, str) and value and not any(letter.isprintable() for letter in value.replace(" ", "")):
                case.body[name] = value[:-1] + "x"
    # Exactly one thing says where something goes.
    if isinstance(case.body, dict) and context.operation.path.endswith("/position"):
        others = {name: value for name, value in case.body.items() if name not in ("before", "after", "first", "last")}
        case.body = {**others, "first" if "first" in case.body else "last": True}
    # The days of a window go together.
    if isinstance(case.query, dict) and ("from" in case.query or "to" in case.query):
        case.query["from"] = case.query["to"] = "2026-11-21"
    # A due date and its text must not contradict each other.
    if isinstance(case.body, dict) and "due" in case.body:
        case.body.pop("due_date", None)
        case.body.pop("dueDate", None)
    # Whether something can recur depends on its due.
    if isinstance(case.body, dict) and "recurrence" in case.body:
        case.body["recurrence"] = None
    # A key is for one request, and Schemathesis tries out many with the same one. The same request keeps its key.
    key = case.headers.get("Idempotency-Key")
    if isinstance(key, str):
        others = [case.headers.get(name) for name in ("Prefer", "If-Match")]
        request = repr((case.method, case.path, case.path_parameters, case.body, others))
        digest = hashlib.sha1(request.encode("utf-8", "replace")).hexdigest()
        case.headers["Idempotency-Key"] = key[: 255 - len(digest)] + digest
    # Schemathesis finds no value for a header whose pattern asks for more than letters and digits, and sends 0.
    for name in ("If-Match", "If-None-Match"):
        if case.headers.get(name) == "0":
            case.headers[name] = "*"
    return case


@schemathesis.hook
def before_add_examples(context, examples):
    examples[:] = [map_case(context, case) for case in examples]


def known_fields(operation):
    document = operation.schema.raw_schema
    body = resolve(document, operation.definition.raw["requestBody"])
    return resolve(document, body["content"]["application/json"]["schema"])["properties"]


def checked_beyond(operation):
    document = operation.schema.raw_schema
    resolved = {name: resolve(document, schema) for name, schema in known_fields(operation).items()}
    return {name: schema for name, schema in resolved.items() if "x-checked-beyond" in schema}


def parameters_checked_beyond(operation):
    document = operation.schema.raw_schema
    parameters = [resolve(document, parameter) for parameter in operation.definition.raw.get("parameters", [])]
    schemas = {parameter["name"]: resolve(document, parameter["schema"]) for parameter in parameters if parameter["in"] == "query"}
    return {name: schema for name, schema in schemas.items() if "x-checked-beyond" in schema}


def resolve(document, value):
    while "$ref" in value:
        reference, value = value["$ref"], document
        for name in reference.removeprefix("#/").split("/"):
            value = value[name]
    return value
