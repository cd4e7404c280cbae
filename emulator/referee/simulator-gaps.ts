import type { PolicyDocument, PolicyStatement } from "./policy-document";

/**
 * The simulator drops keys whose name is free after a colon: an encryption context's, an OIDC provider's claims. With
 * the name of a tag, in both policy and request, they are compared in the same way.
 */
function knownKey(key: string): string {
  const isFreelyNamed =
    /^kms:EncryptionContext:./.test(key) || /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w/-]+)?:(aud|sub)$/i.test(key);
  return isFreelyNamed ? `aws:PrincipalTag/${key}` : key;
}

/** The simulator knows no parameters without an account, as the public ones of AWS are; both sides get the same one. */
export function knownArn(resource: string): string {
  return resource.replace(/^(arn:[^:]+:ssm:[^:]*):(:parameter\/)/, "$1:public$2");
}

/** Condition keys under names that the simulator does not drop. */
export function withKnownKeys<Value>(byKey: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(byKey).map(([key, value]) => [knownKey(key), value]));
}

/** A policy in the terms that the simulator supports, as the request must be. */
export function withKnownConditionKeys(policy: PolicyDocument): PolicyDocument {
  const statements = policy.Statement.map((statement) => {
    const { Resource, NotResource, Condition } = statement;
    const conditions = Object.entries(Condition ?? {}).map(([operator, keys]) => [operator, withKnownKeys(keys)]);
    return {
      ...statement,
      ...(Resource ? { Resource: Resource.map(knownArn) } : {}),
      ...(NotResource ? { NotResource: NotResource.map(knownArn) } : {}),
      ...(Condition ? { Condition: Object.fromEntries(conditions) as PolicyStatement["Condition"] } : {}),
    };
  });
  return { ...policy, Statement: statements };
}
