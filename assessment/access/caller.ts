import type { Document } from "./documents";

/** A principal whose access is asked for. */
export interface Caller {
  /** ARN of a role, user or OIDC provider, name of a service, or `anonymous`. Of a pattern, one that it matches. */
  readonly arn: string;

  /** The principal as the matrix shows it. */
  readonly principal: string;

  /** What the principal is: "deployers". */
  readonly role: string;

  /** Its own policies. */
  readonly policies: readonly Document[];
  readonly boundary?: Document | undefined;

  /** Values of condition keys of each of its requests. */
  readonly context?: Readonly<Record<string, string>>;

  /** Whether it reaches the network of the cluster. */
  readonly isInVpc?: boolean;
}
