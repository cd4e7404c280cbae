import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { type FieldsOf, distinct, group, oneOfNumbers, text, wholeNumber } from "./schema";

/** Records of each use of the state, and who gets the alerts. */
export interface AuditSettings {
  /**
   * Days for which records are stored in S3 under Object Lock.
   * @default - 365
   */
  readonly retentionDays?: number;

  /**
   * Object Lock mode of the records: under `GOVERNANCE` a break-glass principal can still remove a record; under
   * `COMPLIANCE` no principal can remove one or shorten its retention. Administrators can change the retention of records
   * to come.
   * @default - `GOVERNANCE`
   */
  readonly retentionMode?: "GOVERNANCE" | "COMPLIANCE";

  /**
   * Days for which records can be searched in CloudWatch Logs, one of the periods that CloudWatch Logs offers.
   * @default - 365
   */
  readonly logRetentionDays?: number;

  /**
   * Mail addresses that get the alerts; each has to confirm AWS's first mail.
   * @default - none
   */
  readonly mailAddresses?: readonly string[];

  /**
   * Slack channel that gets the alerts.
   * @default - none
   */
  readonly slack?: SlackSettings;
}

/** Both ids are in the channel's link. The workspace has to be authorized first, in the AWS console for chat applications. */
export interface SlackSettings {
  /** Id of the workspace, such as `T0123ABCD`. */
  readonly workspaceId: string;

  /** Id of the channel, such as `C0123ABCD`. */
  readonly channelId: string;
}

const mailAddress = text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'a mail address such as "ops@example.com"');

export const auditSchema = group({
  retentionDays: wholeNumber(1, 36_500).default(365),
  retentionMode: z.enum(["GOVERNANCE", "COMPLIANCE"]).default("GOVERNANCE"),
  logRetentionDays: oneOfNumbers(logRetentionDays).default(365),
  mailAddresses: distinct(mailAddress, { atLeast: 0, of: "mail addresses" }).default([]),
  slack: group({
    workspaceId: text(/^T[0-9A-Z]{1,254}$/, 'a workspace id such as "T0123ABCD"'),
    channelId: text(/^[CG][0-9A-Z]{1,254}$/, 'a channel id such as "C0123ABCD"'),
  } satisfies FieldsOf<SlackSettings>).optional(),
} satisfies FieldsOf<AuditSettings>).prefault({});
