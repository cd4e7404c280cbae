import { Construct } from "constructs";
import { arn } from "../../iam/arn";
import { accountRootStatement, CustomerKey } from "../../kms/customer-key";
import { partitionOf } from "../../iam/partition";
import type { StateAccess } from "../access/state-access";
import { denyDangerToOthers } from "../store/state-key-policy";

export interface AlertKeyProps {
  /** With its prefix: `alias/platform-audit-alerts`. */
  readonly alias: string;
  readonly region: string;
  readonly accountId: string;

  /** Only administrators and break-glass can disable or delete the key, or change its policy. */
  readonly access: StateAccess;
}

/**
 * The key that encrypts alerts in transit through SNS. The AWS managed key for SNS is not an option: EventBridge has no
 * permission to use it and would deliver nothing. Nor are conditions on the source, which EventBridge does not send for
 * an encrypted topic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlertKey extends Construct {
  readonly keyArn: string;
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, { alias, region, accountId, access }: AlertKeyProps) {
    super(scope, id);
    const key = new CustomerKey(this, "Resource", {
      alias,
      description: "Encrypts alerts about Terraform state",
      // Alerts are encrypted only in transit: without their topics the key is worth nothing, and leaves with them.
      deletionProtection: false,
      statements: [
        accountRootStatement(accountId, partitionOf(region)),
        denyDangerToOthers(access),
        {
          sid: "EventBridgeEncryptsAlerts",
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
        },
      ],
    });

    this.keyArn = key.keyArn;
    this.aliasArn = arn({ region, accountId }, "kms", alias);
  }
}
