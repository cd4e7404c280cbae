"""Members of a request that its API model lacks, or that have another type than in the model."""

import json

JSON_TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "blob": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, str),
}


def unknown_in_query(request, operation):
    """Of the query string. Signatures and the name of the operation, which the SDKs add, are no parameters."""
    members = operation.input_shape.members.values()
    shapes = [member for member in members if member.serialization.get("location") == "querystring"]
    if any(shape.type_name == "map" for shape in shapes):
        return
    known = {shape.serialization.get("name") for shape in shapes} | set(operation.http_trait.query_args) | {"x-id"}
    for name in request.query:
        if name not in known and not name.startswith("X-Amz-"):
            yield name, "no such parameter"


def unknown_in_json_body(request, operation):
    payload = operation.input_shape.serialization.get("payload")
    shape = operation.input_shape.members[payload] if payload else operation.input_shape
    if request.body and shape.type_name == "structure":
        yield from unknown_in_json(shape, json.loads(request.body), "")


def unknown_in_json(shape, value, path):
    if value is None:
        return
    if not isinstance(value, JSON_TYPES.get(shape.type_name, object)):
        yield path, f"a value of type {shape.type_name}"
    elif shape.type_name == "structure" and not shape.is_document_type:
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, item in value.items():
            member_path = f"{path}.{name}" if path else name
            if name in names:
                yield from unknown_in_json(names[name], item, member_path)
            else:
                yield member_path, "no such member"
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from unknown_in_json(shape.member, item, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from unknown_in_json(shape.value, item, f"{path}.{key}")
