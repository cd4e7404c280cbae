"""A request as the routers and parsers of moto read it."""

import contextvars
import re
from urllib.parse import parse_qs

from ministack import app
from werkzeug.datastructures import Headers, MultiDict

raw_path = contextvars.ContextVar("raw_path", default=None)

FORM = "application/x-www-form-urlencoded"

#: Headers that are condition keys of S3, apart from keys of the customer.
#: see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
POLICY_HEADERS = re.compile(
    r"x-amz-(acl|grant-.*|copy-source|metadata-directive|storage-class|object-ownership|website-redirect-location"
    r"|object-lock-.*|bypass-governance-retention|server-side-encryption(?!-customer-key).*)|if-(none-)?match"
)


class Request:
    """Attributes are those of moto's own request, so that its routers accept it."""

    def __init__(self, method, path, headers, body, query, request_id):
        self.method = method
        self.path = path
        self.raw_path = raw_path.get() or path
        self.plain_headers = headers
        self.headers = Headers(headers)
        self.content_type = headers.get("content-type", "")
        self.host = headers.get("host", "")
        self.body = app._decompress_request_body(body, headers) if headers.get("content-encoding") else body
        self.query = query
        self.args = MultiDict(query)
        self.request_id = request_id
        self.form = self._form()
        self.values = {name: values[0] for name, values in self.form.items()} or self.args

    def _form(self):
        if not self.content_type.startswith(FORM):
            return {}
        return parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)

    def policy_headers(self):
        return {name: value for name, value in self.plain_headers.items() if POLICY_HEADERS.fullmatch(name)}
