import type { PolicyDocument } from "./policy-document";
import type { NamedPolicy } from "./simulator";

/** The principal that signed a call. */
export interface Caller {
  readonly accessKeyId: string;

  /** ARN of the user or the role session. */
  readonly arn: string;

  /** ARN of the user or of the session's role, with its path. */
  readonly principalArn: string;
  readonly account: string;
  readonly type: "Root" | "IAMUser" | "AssumedRole" | "Anonymous";
}

/** What is known about a resource at the time of a call. */
export interface ResourceFacts {
  readonly arn: string;
  readonly account: string;

  /**
   * Its tags.
   * @default - unknown: a condition on them is undecided
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * The bucket, key, topic, queue, repository or trust policy.
   * @default - it has none
   */
  readonly policy?: PolicyDocument;

  /** Policy ARN of a role's boundary. */
  readonly boundaryArn?: string;

  /** KMS key: a bucket's default encryption, the key of an object, a topic, a queue or a repository. */
  readonly keyArn?: string;

  /** Whether S3 uses one data key for the bucket. */
  readonly bucketKey?: boolean;

  /** Aliases of a key, `alias/…`. */
  readonly aliases?: readonly string[];

  /** ARN of the VPC of a subnet, a security group or an interface. */
  readonly vpcArn?: string;

  /** ARNs of the roles of an instance profile. */
  readonly roleArns?: readonly string[];

  /** Data of the version of a launch template that the call uses. */
  readonly launch?: Readonly<Record<string, unknown>>;

  /** Names of other facts of this call that the resource implies: the key of an alias, the parts of an association. */
  readonly implies?: readonly string[];
}

/** What is deployed at the time of a call and may decide on it. */
export interface Facts {
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
  readonly sessionPolicies?: readonly PolicyDocument[];
  readonly principalTags?: Readonly<Record<string, string>>;

  /** Further condition keys of the caller: `aws:username`, `aws:userid`. */
  readonly principalKeys?: Readonly<Record<string, string>>;

  /** By the string with which the call names the resource: ID, name, ARN, alias, `bucket/key`, `cluster/node group`. */
  readonly resources: Readonly<Record<string, ResourceFacts>>;
}

/** A call that the emulator received, parsed by its API model. */
export interface RecordedCall {
  /** Name of botocore: `ec2`, `s3`, `cloudwatch`. */
  readonly service: string;
  readonly operation: string;

  /** By the names of the model; secret values are replaced. */
  readonly parameters: Readonly<Record<string, unknown>>;

  /** Those that policies see, in lower case: `x-amz-server-side-encryption`, `x-amz-acl`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: Caller;

  /** Account and region that received the call. */
  readonly account: string;
  readonly region: string;
  readonly facts: Facts;
}

/** Values of condition keys. */
export type Context = Readonly<Record<string, string | string[]>>;

/** One question to IAM, and its answer. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny" | "undecided";

  /** Why it is undecided, or why the call needs this action of another name. */
  readonly reason?: string;
  readonly context: Context;

  /** `<policy>/<Sid>` of the statements that allow or deny; see `Explanation`. */
  readonly statements: readonly string[];

  /** AWS does it with the caller's permissions. */
  readonly onBehalf?: boolean;
}

export interface Verdict {
  readonly decision: "allowed" | "denied" | "undecided";
  readonly authorizations: readonly Authorization[];
}
