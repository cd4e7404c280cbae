"""Answers to refused calls, in the error format of the service's protocol."""

import re

from ministack.core.iam_actions import access_denied_response
from ministack.core.responses import fix_error_content_type

from .services import emulated_service

CODE = re.compile(rb'<Code>([^<]+)</Code>|"(?:__type|code|Code)"\s*:\s*"(?:[^"#]*#)?([^"]+)"')


def refuse(request, code, message, status=400):
    service = emulated_service(request)
    _, headers, body = access_denied_response(
        service, "", "", request.request_id, error_code=code, message=message, headers=request.plain_headers
    )
    fix_error_content_type(service, status, headers)
    return status, headers, body


def invalid(request, violations):
    """Names operation, member, value and what is allowed."""
    found = [f"{each['operation']}: {each['member']} is {each['value']!r}, allowed is {each['allowed']}" for each in violations]
    return refuse(request, "ValidationException", f"{len(found)} refused by the API model: {'; '.join(found)}")


def deny(request, caller, verdict):
    """As IAM words it. see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""
    denied = next(each for each in verdict["authorizations"] if each["decision"] in ("explicitDeny", "implicitDeny"))
    action = denied["action"]
    reason = (
        f"with an explicit deny in a policy: {', '.join(denied['statements'])}"
        if denied["decision"] == "explicitDeny"
        else f"because no identity-based policy allows the {action} action"
    )
    message = f"User: {caller['arn']} is not authorized to perform: {action} on resource: {denied['resource']} {reason}"
    code, status = denial_code(request)
    return refuse(request, code, message, status)


def denial_code(request):
    service = emulated_service(request)
    if "x-amz-target" in request.plain_headers:
        return "AccessDeniedException", 400
    return {"ec2": "UnauthorizedOperation", "sns": "AuthorizationError"}.get(service, "AccessDenied"), 403


def error_code_of(response):
    """The error code of an answer, None if it names none."""
    if response[0] < 300:
        return None
    named = response[1].get("x-amzn-errortype")
    found = CODE.search(response[2]) if isinstance(response[2], bytes) else None
    return named.split(":")[0] if named else found and (found.group(1) or found.group(2)).decode()
