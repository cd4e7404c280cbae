"""API models of the services, each loaded when its first call arrives."""

import functools
import re

from botocore.loaders import Loader
from ministack.core.router import detect_service

from . import moto_core

#: Names in a signature that are not botocore's names of the services, by `signingName` or `endpointPrefix` of their models.
SERVICE_OF_SIGNATURE = {
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "tagging": "resourcegroupstaggingapi",
}

CREDENTIAL_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request")

loader = Loader()


class UnknownCall(Exception):
    """No operation of a known service matches the request."""


def service_of(request):
    """The name that botocore gives the service: by the signature, or as MiniStack detects it if there is none."""
    scope = CREDENTIAL_SCOPE.search(request.plain_headers.get("authorization", ""))
    signed = scope.group(1) if scope else emulated_service(request)
    if signed == "s3" and request.path.startswith("/v20180820/"):
        return "s3control"
    return SERVICE_OF_SIGNATURE.get(signed, signed)


def emulated_service(request):
    """MiniStack's name of the service."""
    return detect_service(request.method, request.path, request.plain_headers, {**request.form, **request.query})


@functools.cache
def model(service):
    return moto_core.model.ServiceModel(loader.load_service_model(service, "service-2"), service)


@functools.cache
def router(service, protocol):
    """The SDKs shorten the name of the interface in `X-Amz-Target`, as in `CloudTrail_20131101.LookupEvents`."""
    routers = {**moto_core.routing.PROTOCOL_ROUTERS, "json": TargetRouter}
    return routers[protocol](model(service))


class TargetRouter:
    def __init__(self, service_model):
        self.service_model = service_model

    def match(self, request):
        name = request.plain_headers["x-amz-target"].split(".")[-1]
        return self.service_model.operation_model(name), {}


def route(request):
    """The operation that a request calls, its protocol, and the parameters in the path."""
    service = service_of(request)
    try:
        protocol = moto_core.request.determine_request_protocol(model(service), request.content_type)
        operation, uri_parameters = router(service, protocol).match(request)
    except Exception as error:
        raise UnknownCall(f"{service}: {request.method} {request.path}: {error!r}") from error
    return operation, protocol, uri_parameters
