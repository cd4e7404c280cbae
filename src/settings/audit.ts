import { z } from "zod";
import { logRetention } from "../options/fields";
import { type FieldsOf, distinct, group, text, wholeNumber } from "../options/schema";

/** Records of each use of the state, and the recipients of alerts. */
export interface AuditSettings {
  /**
   * Days for which records are retained in S3 under Object Lock.
   * @default - 365
   */
  readonly retentionDays?: number;

  /**
   * Object Lock mode of the records: under `GOVERNANCE` a break-glass principal can still remove a record; under
   * `COMPLIANCE` no principal can remove one or shorten its retention. Administrators can change the retention of
   * future records.
   * @default - `GOVERNANCE`
   */
  readonly retentionMode?: "GOVERNANCE" | "COMPLIANCE";

  /**
   * Days for which records can be searched in CloudWatch Logs, one of the retention periods that CloudWatch Logs
   * supports.
   * @default - 365
   */
  readonly logRetentionDays?: number;

  /**
   * Email addresses that receive the alerts. Each recipient must confirm the subscription in the first email from AWS.
   * @default - none
   */
  readonly mailAddresses?: readonly string[];

  /**
   * Slack channel that receives the alerts.
   * @default - none
   */
  readonly slack?: SlackSettings;
}

/** Both IDs are in the channel's link. Authorize the workspace first, in the AWS console for chat applications. */
export interface SlackSettings {
  /** ID of the workspace, such as `T0123ABCD`. */
  readonly workspaceId: string;

  /** ID of the channel, such as `C0123ABCD`. */
  readonly channelId: string;
}

const mailAddress = text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an email address such as "ops@example.com"');

export const auditSchema = group({
  retentionDays: wholeNumber(1, 36_500).default(365),
  retentionMode: z.enum(["GOVERNANCE", "COMPLIANCE"]).default("GOVERNANCE"),
  logRetentionDays: logRetention.default(365),
  mailAddresses: distinct(mailAddress, { atLeast: 0, of: "email addresses" }).default([]),
  slack: group({
    workspaceId: text(/^T[0-9A-Z]{1,254}$/, 'a workspace ID such as "T0123ABCD"'),
    channelId: text(/^[CG][0-9A-Z]{1,254}$/, 'a channel ID such as "C0123ABCD"'),
  } satisfies FieldsOf<SlackSettings>).optional(),
} satisfies FieldsOf<AuditSettings>).prefault({});
