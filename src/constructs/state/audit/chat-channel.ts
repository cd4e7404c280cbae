import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { group } from "../../../options/schema";
import { managedPolicyArn } from "../../iam/arn";
import { type SlackChannel, slackChannel } from "./audit-options";

const channelOptions = group({ slack: slackChannel });

export interface ChatChannelProps {
  /** Name of the configuration. The name of its role has the suffix `-chat`. */
  readonly name: string;
  readonly region: string;

  /** Its workspace must first be authorized in the console for chat applications. */
  readonly slack: SlackChannel;

  /** Topics of all regions whose alerts are shown. */
  readonly topicArns: readonly string[];
}

/**
 * Forwards alerts to a Slack channel, to which an account can be connected only once, regardless of the region. No user
 * of the channel can act in AWS: the role has no permissions, and the guardrail denies everything that a user's own
 * role might allow.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
 */
export class ChatChannel extends Construct {
  constructor(scope: Construct, id: string, props: ChatChannelProps) {
    super(scope, id);
    const { slack } = parseOptions(this, channelOptions, props);
    const { name, region, topicArns } = props;
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["chatbot.amazonaws.com"] }] },
      ],
    });
    const role = new IamRole(this, "role", {
      name: `${name}-chat`,
      description: "Shows alerts in a chat channel",
      assumeRolePolicy: trust.json,
    });
    new ChatbotSlackChannelConfiguration(this, "Resource", {
      configurationName: name,
      slackTeamId: slack.workspaceId,
      slackChannelId: slack.channelId,
      iamRoleArn: role.arn,
      guardrailPolicyArns: [managedPolicyArn(region, "AWSDenyAll")],
      snsTopicArns: [...topicArns],
    });
  }
}
