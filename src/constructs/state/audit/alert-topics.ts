import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { arn } from "../../iam/arn";
import type { StateAccess } from "../access/state-access";
import { AlertKey } from "./alert-key";
import { type MailOptions, mailOptions } from "./audit-options";

export interface AlertTopicsProps extends MailOptions {
  /** Prefix of the names of topics and key alias: `platform-audit`. */
  readonly name: string;

  readonly region: string;
  readonly accountId: string;

  /** Principals that can change the key that encrypts the alerts. */
  readonly access: StateAccess;

  /**
   * Whether to create a topic for a chat channel as well, see `ChatChannel`.
   * @default - false
   */
  readonly hasChatTopic?: boolean;
}

/** Destination of an alert, and its message format. */
export interface AlertDestination {
  readonly id: "mail" | "chat";
  readonly topicArn: string;
}

/**
 * The encrypted topics for alerts: one for email, and one for the chat channel, which requires its own message format.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export class AlertTopics extends Construct {
  readonly destinations: readonly AlertDestination[];

  /** What alerts about these topics monitor. */
  readonly watched: { readonly topicArns: readonly string[]; readonly keyArn: string; readonly aliasArn: string };

  constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    const { mailAddresses } = parseOptions(this, mailOptions, props);
    const { name, region, accountId, access, hasChatTopic = false } = props;
    const key = new AlertKey(this, "key", { alias: `alias/${name}-alerts`, region, accountId, access });
    const mail = this.addTopic("mail", `${name}-alerts`, key);
    for (const address of mailAddresses) {
      new SnsTopicSubscription(this, `mail-to-${address}`, {
        topicArn: mail.topicArn,
        protocol: "email",
        endpoint: address,
      });
    }
    const chat = hasChatTopic ? [this.addTopic("chat", `${name}-alerts-chat`, key)] : [];

    this.destinations = [mail, ...chat];
    const mailArn = arn({ region, accountId }, "sns", `${name}-alerts`);
    this.watched = {
      topicArns: hasChatTopic ? [mailArn, `${mailArn}-chat`] : [mailArn],
      keyArn: key.keyArn,
      aliasArn: key.aliasArn,
    };
  }

  private addTopic(id: AlertDestination["id"], name: string, key: AlertKey): AlertDestination {
    const topic = new SnsTopic(this, id, { name, kmsMasterKeyId: key.keyArn });
    // EventBridge sends no source for a condition to compare.
    const policy = new DataAwsIamPolicyDocument(this, `${id}-access`, {
      statement: [
        {
          sid: "EventBridgePublishesAlerts",
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          actions: ["sns:Publish"],
          resources: [topic.arn],
        },
      ],
    });
    new SnsTopicPolicy(this, `${id}-policy`, { arn: topic.arn, policy: policy.json });
    return { id, topicArn: topic.arn };
  }
}
