import { z } from "zod";
import { principalArn } from "./fields";
import { namespace } from "./kubernetes-metadata";
import { type FieldsOf, distinct, group } from "./schema";

/**
 * Who may use the cluster's Kubernetes API, by ARN of an IAM role or user. Nobody else may, its creator included. One
 * principal can be in several of the lists.
 */
export interface AccessSettings {
  /**
   * May do everything.
   * @default - nobody
   */
  readonly administrators?: readonly string[];

  /**
   * May change what runs in some namespaces.
   * @default - nobody
   */
  readonly developers?: readonly DeveloperSettings[];

  /**
   * May read everything but secrets.
   * @default - nobody
   */
  readonly viewers?: readonly string[];
}

interface DeveloperSettings {
  readonly principalArn: string;

  /** At least one namespace, or pattern such as `team-*`. */
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
    context.addIssue({ code: "custom", path, input: arn, message: "each developer only once, with all namespaces" });
  }
});

export const accessSchema = group({
  administrators: principals,
  developers: developers.default([]),
  viewers: principals,
} satisfies FieldsOf<AccessSettings>).prefault({});
