import type { UserIdentity } from "./record";

/** The caller, as far as the record identifies it. */
export interface Identity {
  /** CloudTrail's type of identity: `IAMUser`, `AssumedRole`, `Root`, `AWSService` and so on. */
  readonly type: string;

  /** A readable name: a user's name, `<role>/<session>`, a service's domain. */
  readonly name: string;
  readonly arn?: string;
  readonly accountId?: string;

  /** The service that made the call on the caller's behalf, as S3 does when it decrypts an object. */
  readonly through?: string;
}

/** Identifies the caller: users, roles and services have their names in different fields. */
export function identityOf(identity: UserIdentity): Identity {
  const { type = "Unknown", arn, accountId, invokedBy } = identity;
  return {
    type,
    name: nameOf(type, identity),
    ...(arn === undefined ? {} : { arn }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(invokedBy === undefined || type === "AWSService" ? {} : { through: invokedBy }),
  };
}

function nameOf(type: string, identity: UserIdentity): string {
  const { arn, principalId, accountId, userName, invokedBy } = identity;
  switch (type) {
    case "Root":
      return `root of ${accountId ?? "an unknown account"}`;
    case "AssumedRole":
      return roleSession(identity);
    case "AWSService":
      return invokedBy ?? "an AWS service";
    case "AWSAccount":
      return `account ${accountId ?? "unknown"}${principalId === undefined ? "" : ` (${principalId})`}`;
    default:
      return userName ?? afterSlash(arn) ?? principalId ?? "unknown";
  }
}

/** The session's issuer names the role; the session name (or source identity) shows who uses it. */
function roleSession({ arn, principalId, sessionContext }: UserIdentity): string {
  const [, roleInArn, sessionInArn] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn ?? "") ?? [];
  const role = sessionContext?.sessionIssuer?.userName ?? roleInArn ?? "unknown role";
  const session = sessionInArn ?? principalId?.split(":")[1] ?? "unknown session";
  const source = sessionContext?.sourceIdentity;
  return `${role}/${session}${source === undefined ? "" : ` (source identity ${source})`}`;
}

function afterSlash(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /\/(.+)$/.exec(arn)?.[1];
}
