"""Parameters of a call, by the member names of its API model, and what of the request the model does not know."""

from . import moto_core
from .unknown_members import unknown_in_json_body, unknown_in_query


class Unparsable(Exception):
    """The request is not one that its API model describes."""


def parse(request, operation, protocol, uri_parameters):
    """The parameters as sent, secrets included, and pairs of an unknown member and what is allowed."""
    if operation.input_shape is None:
        return {}, []
    parser = PARSERS[protocol](operation, timestamp_parser=timestamp)
    values = Form(request.values) if protocol in ("query", "ec2") else request.values
    try:
        parameters = parser.parse(
            {
                "body": request.body,
                "headers": request.headers,
                "method": request.method,
                "url_params": uri_parameters,
                "url_path": request.path,
                "values": values,
            }
        )
        unknown = list(unknown_members(request, operation, protocol, parser, values))
    except (ValueError, TypeError, AttributeError, moto_core.parse.RequestParserError) as error:
        raise Unparsable(str(error)) from error
    members = operation.input_shape.members
    return {name: value for name, value in parameters.items() if is_sent(members[name], value)}, unknown


def is_sent(shape, value):
    """moto gives absent lists and maps of the query string and the headers as empty ones."""
    return value is not None and not (value in ([], {}) and shape.serialization.get("location") in ("querystring", "headers"))


def timestamp(value):
    return moto_core.parse.default_timestamp_parser(value).isoformat()


def unknown_members(request, operation, protocol, parser, values):
    if protocol in ("query", "ec2"):
        return [(name, "no such parameter") for name in values.keys() - values.read]
    if protocol == "json":
        return unknown_in_json_body(request, operation)
    if protocol == "rest-json":
        return [*unknown_in_query(request, operation), *unknown_in_json_body(request, operation)]
    return [*unknown_in_query(request, operation), *((name, "no such element") for name in parser.unknown)]


class Form(dict):
    """The fields of a form, and which of them were read."""

    def __init__(self, fields):
        super().__init__(fields)
        self.read = {"Action", "Version"}

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)


class XmlParser(moto_core.parse.RestXMLParser):
    """Notes the elements that the model does not know."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.unknown = []

    def _parse_structure(self, shape, node):
        known = {self._member_key_name(member, name) for name, member in shape.members.items()}
        self.unknown += [f"{shape.name}.{name}" for name in self._build_name_to_xml_node(node) if name not in known]
        return super()._parse_structure(shape, node)


PARSERS = {**moto_core.parse.PROTOCOL_PARSERS, "rest-xml": XmlParser}
