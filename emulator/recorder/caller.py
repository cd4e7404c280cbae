"""Who calls: a user or a session of a role, as IAM names it."""

import re

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import CredentialResolutionError, find_iam_access_key_account, resolve_credential
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import iam

BUILT_IN_ROOT = re.compile(r"\d{12}")

TYPES = {"Root": "Root", "User": "IAMUser", "AssumedRole": "AssumedRole"}


class InvalidCredentials(Exception):
    def __init__(self, error):
        super().__init__(error.message)
        self.code = error.code


def is_built_in(request):
    """Whether the caller uses the credentials of the emulator itself."""
    return BUILT_IN_ROOT.fullmatch(extract_access_key_id(request.plain_headers, request.query)) is not None


def caller_of(request):
    """Access key, ARN, ARN of the user or role with its path, and account of the caller.

    Raises InvalidCredentials when the key is unknown, inactive or expired.
    """
    key = extract_access_key_id(request.plain_headers, request.query)
    if not key:
        account = get_account_id()
        return {"accessKeyId": "", "arn": "", "principalArn": "", "account": account, "type": "Anonymous"}
    credential = resolve_credential(key, find_iam_access_key_account(key))
    if isinstance(credential, CredentialResolutionError):
        raise InvalidCredentials(credential)
    return {
        "accessKeyId": key,
        "arn": credential.principal_arn,
        "principalArn": principal_arn(credential),
        "account": credential.account_id,
        "type": TYPES.get(credential.principal_type, credential.principal_type),
    }


def principal_arn(credential):
    """The ARN of a session lacks the path of its role."""
    if credential.principal_type != "AssumedRole":
        return credential.principal_arn
    name = iam_evaluator._role_name_from_assumed_arn(credential.principal_arn)
    role = iam._roles.get_scoped(credential.account_id, None, name)
    return role["Arn"] if role else credential.principal_arn
