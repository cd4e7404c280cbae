"""The principal that makes a request, as the rules of resource policies need it."""

from contextvars import ContextVar

from ministack import app
from ministack.core.iam_evaluator import resolve_caller_identity
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import iam

from .wrapping import wraps

access_key_id = ContextVar("access_key_id", default="")


@wraps(app, "_dispatch_service_request")
async def dispatch(original, method, path, headers, body, query, request_id):
    access_key_id.set(extract_access_key_id(headers, query) or "")
    return await original(method, path, headers, body, query, request_id)


def caller_arn():
    """ARN of the user or role, or of the account's root user. A session counts as its role."""
    account = get_account_id()
    root = f"arn:aws:iam::{account}:root"
    arn = (resolve_caller_identity(access_key_id.get()) or {}).get("userArn") or root
    if ":assumed-role/" not in arn:
        return arn
    role = iam._roles.get(arn.split("/")[1])
    return role["Arn"] if role else root
