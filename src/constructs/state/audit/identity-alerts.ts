import { Construct } from "constructs";
import type { StateAccess } from "../access/state-access";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import type { EventPattern } from "./event-pattern";
import { policiesChanged, rolesChanged, usersChanged } from "./identity-event-patterns";

export interface IdentityAlertsProps {
  /** Prefix of the names of these rules, and of the roles of trail and chat channel: `platform-audit`. */
  readonly name: string;

  /** Principals whose change raises an alert. */
  readonly access: StateAccess;

  /** ARNs, with wildcards, of managed policies whose change raises an alert. At least one. */
  readonly policyArns: readonly string[];
  readonly destinations: readonly AlertDestination[];
}

/**
 * Sends an alert when the principals that use the state are changed: their trust, policies, boundary or credentials.
 * EventBridge receives IAM's records only in the region of `iamRegionOf`, so the alerts must be created there.
 *
 * @see https://repost.aws/knowledge-center/eventbridge-rule-triggers-iam-single-region
 */
export class IdentityAlerts extends Construct {
  constructor(scope: Construct, id: string, props: IdentityAlertsProps) {
    super(scope, id);
    const { name, access, destinations } = props;
    const add = (id: string, summary: string, patterns: readonly EventPattern[]) => {
      for (const [position, pattern] of patterns.entries()) {
        const suffix = position === 0 ? "" : `-${position + 1}`;
        const rule = { name: `${name}-access-${id}-changed${suffix}`, summary, pattern, destinations };
        new AlertRule(this, `${id}${suffix}`, rule);
      }
    };
    add(
      "roles",
      "The trust, policies or boundary of a role with access to the state were changed, or the role itself",
      rolesChanged(access, [`${name}-`]),
    );
    add(
      "policies",
      "A permissions boundary or a policy of a role with access to the state was changed",
      policiesChanged(props.policyArns),
    );
    add(
      "users",
      "The policies, boundary or credentials of a user with access to the state were changed",
      usersChanged(access),
    );
  }
}
