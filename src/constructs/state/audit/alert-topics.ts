import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { partitionOf } from "../../partition";
import type { StateAccess } from "../state-access";
import { AlertKey } from "./alert-key";

export interface AlertTopicsProps {
  /** Beginning of the names of topics and key alias: `platform-audit`. */
  readonly name: string;

  readonly region: string;
  readonly accountId: string;

  /** Who may change the key that encrypts the alerts. */
  readonly access: StateAccess;

  /**
   * Addresses that get each alert once they have confirmed the first mail.
   * @default - none
   */
  readonly mailAddresses?: readonly string[];

  /**
   * Whether there is a topic for a chat channel as well, see `ChatChannel`.
   * @default - false
   */
  readonly hasChatTopic?: boolean;
}

/** Where an alert goes, and how it is worded there. */
export interface AlertDestination {
  readonly id: "mail" | "chat";
  readonly topicArn: string;
}

/**
 * The encrypted topics that carry alerts: one for mail, and one for the chat channel, which wants a wording of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export class AlertTopics extends Construct {
  readonly destinations: readonly AlertDestination[];

  /** What alerts about these topics look for. */
  readonly watched: { readonly topicArns: readonly string[]; readonly keyArn: string; readonly aliasArn: string };

  constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    const { name, region, accountId, access, mailAddresses = [], hasChatTopic = false } = props;
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
    const mailArn = `arn:${partitionOf(region)}:sns:${region}:${accountId}:${name}-alerts`;
    this.watched = {
      topicArns: hasChatTopic ? [mailArn, `${mailArn}-chat`] : [mailArn],
      keyArn: key.keyArn,
      aliasArn: key.aliasArn,
    };
  }

  private addTopic(id: AlertDestination["id"], name: string, key: AlertKey): AlertDestination {
    const topic = new SnsTopic(this, id, { name, kmsMasterKeyId: key.keyArn });
    // EventBridge sends no source that a condition could compare.
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
