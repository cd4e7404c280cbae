"""KMS keys and their aliases."""

from ministack.core.responses import get_account_id
from ministack.services import kms

from .service_facts import facts


def key(name):
    """A key by its ID, its ARN, or one of its aliases."""
    found = kms._resolve_key(name)
    if not found:
        return None
    aliases = [arn.split(":", 5)[5] for arn, key_id in kms._aliases.items() if key_id == found["KeyId"]]
    return facts(found["Arn"], found.get("Tags"), found.get("Policy"), aliases=aliases)


def alias(name):
    """An alias, with the key that it refers to."""
    arn = name if name.startswith("arn:") else kms._alias_arn(name)
    return {"arn": arn, "account": get_account_id(), "tags": {}, "implies": [kms._aliases[arn]]} if arn in kms._aliases else None


def named(service, parameters, found):
    """Keys that a call to KMS names, and those with which its other resources are encrypted."""
    names = [each["keyArn"] for each in found.values() if each and "keyArn" in each]
    if service == "kms":
        names += [parameters[member] for member in ("KeyId", "TargetKeyId", "AliasName") if member in parameters]
    names += [parameters[member] for member in ("SSEKMSKeyId", "KmsKeyId", "KMSMasterKeyID") if member in parameters]
    keys = {}
    for name in names:
        if "alias/" in name and (of_alias := alias(name)):
            keys[name] = of_alias
            keys[of_alias["implies"][0]] = key(name)
        else:
            keys[name] = key(name)
    return keys
