import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { type FieldsOf, distinct, group, oneOfNumbers, text, wholeNumber } from "./schema";

/** How it is recorded who uses the state, and who is told. */
export interface AuditSettings {
  /**
   * Days for which records lie in S3, where nobody can change or delete them.
   * @default - 365
   */
  readonly retentionDays?: number;

  /**
   * Whom that binds: under `GOVERNANCE` break-glass can still remove a record, under `COMPLIANCE` nobody at all can, nor
   * shorten the time of one that is there. For how long new ones lie can be changed by administrators, too.
   * @default - `GOVERNANCE`
   */
  readonly retentionMode?: "GOVERNANCE" | "COMPLIANCE";

  /**
   * Days for which records can be searched in CloudWatch Logs.
   * @default - 365
   */
  readonly logRetentionDays?: number;

  /**
   * Addresses that get the alerts.
   * @default - none
   */
  readonly mailAddresses?: readonly string[];

  /**
   * Slack channel that gets the alerts.
   * @default - none
   */
  readonly slack?: SlackSettings;
}

/** Both ids are in the channel's link. The workspace has to be authorized in AWS's console for chat applications first. */
export interface SlackSettings {
  /** For example `T0123ABCD`. */
  readonly workspaceId: string;

  /** For example `C0123ABCD`. */
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
