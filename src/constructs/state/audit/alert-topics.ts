import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { partitionOf } from "../../partition";
import type { StateAccess } from "../state-access";
import { AlertKey } from "./alert-key";
import { ChatChannel, type SlackChannel } from "./chat-channel";

export interface AlertTopicsProps {
  /** Beginning of the names of topics and key alias: `platform-audit`. */
  readonly name: string;

  /**
   * Name of the chat channel's configuration, unique within the account, and beginning of that of its role.
   * @default - the name
   */
  readonly channelName?: string;
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
   * Slack channel that gets each alert. Its workspace has to be authorized in the chat application's console first.
   * @default - none
   */
  readonly slack?: SlackChannel;
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
    const { name, region, accountId, access, mailAddresses = [], slack } = props;
    const key = new AlertKey(this, "key", { alias: `alias/${name}-alerts`, region, accountId, access });
    const mail = this.addTopic("mail", `${name}-alerts`, key);
    for (const address of mailAddresses) {
      new SnsTopicSubscription(this, `mail-to-${address}`, {
        topicArn: mail.topicArn,
        protocol: "email",
        endpoint: address,
      });
    }
    const chat = slack ? [this.addTopic("chat", `${name}-alerts-chat`, key)] : [];
    if (slack) {
      new ChatChannel(this, "channel", {
        name: props.channelName ?? name,
        region,
        slack,
        topicArns: chat.map(({ topicArn }) => topicArn),
      });
    }

    this.destinations = [mail, ...chat];
    const mailArn = `arn:${partitionOf(region)}:sns:${region}:${accountId}:${name}-alerts`;
    this.watched = {
      topicArns: slack ? [mailArn, `${mailArn}-chat`] : [mailArn],
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
