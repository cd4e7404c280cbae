import { z } from "zod";
import { principalArn } from "../options/fields";
import { namespace } from "./kubernetes-metadata";
import { type FieldsOf, distinct, group } from "../options/schema";

/**
 * Principals that can use the cluster's Kubernetes API, by ARN of an IAM role or user. Each must exist before the
 * deployment. No other principal has access, not even the cluster's creator. A principal can be in several lists.
 */
export interface AccessSettings {
  /**
   * Principals with full access. An empty list causes a warning, since nothing can then be installed in the cluster.
   * @default - none
   */
  readonly administrators?: readonly string[];

  /**
   * Principals that can change the workloads of some namespaces. Each is listed once.
   * @default - none
   */
  readonly developers?: readonly DeveloperSettings[];

  /**
   * Principals that can read everything except secrets.
   * @default - none
   */
  readonly viewers?: readonly string[];
}

/** A principal and its namespaces. */
interface DeveloperSettings {
  /** The role or user. */
  readonly principalArn: string;

  /** Namespaces that the principal can change, or patterns such as `team-*`. */
  readonly namespaces: readonly string[];
}

const principals = distinct(principalArn, { atLeast: 0, of: "ARNs of IAM roles or users" }).default([]);

const developer = group({
  principalArn,
  namespaces: distinct(namespace, { atLeast: 1, of: 'namespaces such as "team-*"' }),
} satisfies FieldsOf<DeveloperSettings>);

const developers = z.array(developer).superRefine((entries, context) => {
  const arns = entries.map(({ principalArn }) => principalArn);
  for (const [position, arn] of arns.entries()) {
    if (arns.indexOf(arn) === position) continue;
    const path = [position, "principalArn"];
    context.addIssue({
      code: "custom",
      path,
      input: arn,
      message: "each developer only once, with all of its namespaces",
    });
  }
});

export const accessSchema = group({
  administrators: principals,
  developers: developers.default([]),
  viewers: principals,
} satisfies FieldsOf<AccessSettings>).prefault({});
