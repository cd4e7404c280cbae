"""Checks parameters against the API model of their operation, as the service does before it does anything else.

botocore validates required members, types and minima only; patterns, enumerations and maxima are left to the service.
see https://github.com/boto/botocore/blob/develop/botocore/validate.py
"""

from .patterns import satisfies
from .redaction import NOT_RECORDED, SECRET_MEMBERS, is_secret

LONGEST_VALUE = 200
NUMBERS = ("integer", "long", "float", "double")


def violations(operation, parameters):
    """What the model refuses, as dictionaries with operation, member, value and allowed."""
    if operation.input_shape is None:
        return []
    return [
        violation(operation, member, shown(shape, member, value), allowed)
        for member, shape, value, allowed in refused(operation.input_shape, parameters, "")
    ]


def violation(operation, member, value, allowed):
    return {"operation": operation.name, "member": member, "value": value, "allowed": allowed}


def shown(shape, member, value):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    secret = is_secret(shape) or SECRET_MEMBERS.fullmatch(member.split(".")[-1])
    return NOT_RECORDED if secret else str(value)[:LONGEST_VALUE]


def refused(shape, value, path):
    """Path, shape, value and constraint of each member that the model refuses, also within this one."""
    if value is None:
        return
    for allowed in unsatisfied(shape, value):
        yield path, shape, value, allowed
    if shape.type_name == "structure" and not shape.is_document_type:
        yield from refused_members(shape, value, path)
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from refused(shape.member, item, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from refused(shape.key, key, f"{path}.{key}")
            yield from refused(shape.value, item, f"{path}.{key}")


def refused_members(shape, value, path):
    prefix = f"{path}." if path else ""
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{prefix}{name}", None, None, "it is required"
    for name, member in value.items():
        yield from refused(shape.members[name], member, f"{prefix}{name}")


def unsatisfied(shape, value):
    """The constraints of a shape itself that a value does not satisfy."""
    constraints = shape.metadata
    if shape.type_name in NUMBERS:
        yield from outside(constraints, value, "a number")
    elif shape.type_name in ("string", "blob", "list", "map"):
        yield from outside(constraints, len(value), "a length")
    if shape.type_name != "string":
        return
    if "enum" in constraints and value not in constraints["enum"]:
        yield f"one of {', '.join(constraints['enum'])}"
    if "pattern" in constraints and not satisfies(constraints["pattern"], value):
        yield f"a value that matches {constraints['pattern']}"


def outside(constraints, measure, kind):
    if "min" in constraints and measure < constraints["min"]:
        yield f"{kind} of at least {constraints['min']}"
    if "max" in constraints and measure > constraints["max"]:
        yield f"{kind} of at most {constraints['max']}"
