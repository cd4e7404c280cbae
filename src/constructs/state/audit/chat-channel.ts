import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { partitionOf } from "../../partition";

export interface SlackChannel {
  /** Begins with T. */
  readonly workspaceId: string;
  /** Begins with C or G. */
  readonly channelId: string;
}

export interface ChatChannelProps {
  /** Name of the configuration; its role adds `-chat`. */
  readonly name: string;
  readonly region: string;

  /** Its workspace has to be authorized in the chat application's console first. */
  readonly slack: SlackChannel;

  /** Topics of all regions whose alerts are to be shown. */
  readonly topicArns: readonly string[];
}

/**
 * Forwards alerts to a Slack channel, which an account can be connected to only once, whatever the region. Nobody can do anything in AWS from there: the role has no rights, and the guardrail
 * denies all that a user's own role might have.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
 */
export class ChatChannel extends Construct {
  constructor(scope: Construct, id: string, { name, region, slack, topicArns }: ChatChannelProps) {
    super(scope, id);
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
      guardrailPolicyArns: [`arn:${partitionOf(region)}:iam::aws:policy/AWSDenyAll`],
      snsTopicArns: [...topicArns],
    });
  }
}
