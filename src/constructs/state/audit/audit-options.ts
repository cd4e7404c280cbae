import { z } from "zod";
import { refuseOneAddress } from "../../../options/addresses";
import { logRetention } from "../../../options/fields";
import { type OptionsOf, type ParsedOptions, distinct, group, text, wholeNumber } from "../../../options/schema";

/** Records of each use of the state. */
export const trailOptions = group({
  /**
   * Days for which records are retained in S3 under Object Lock.
   * @default - 365
   */
  retentionDays: wholeNumber(1, 36_500).default(365),

  /**
   * Object Lock mode of the records: under `GOVERNANCE` a break-glass principal can still remove a record if its
   * own policies allow it, which those of a created role do not; under `COMPLIANCE` no principal can remove one or
   * shorten its retention. Administrators can change the retention of future records.
   * @default - `GOVERNANCE`
   */
  retentionMode: z.enum(["GOVERNANCE", "COMPLIANCE"]).default("GOVERNANCE"),

  /**
   * Days for which records can be searched in CloudWatch Logs, one of the retention periods that CloudWatch Logs
   * supports.
   * @default - 365
   */
  logRetentionDays: logRetention.default(365),
});

export type TrailOptions = OptionsOf<typeof trailOptions>;

export type ParsedTrailOptions = ParsedOptions<typeof trailOptions>;

/**
 * An address alone: no name, link or list of addresses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
 */
const mailAddress = text(
  /^[^\s@()<>[\]:;,\\"]+@[^\s@()<>[\]:;,\\"]+\.[^\s@()<>[\]:;,\\"]+$/,
  'an email address such as "ops@example.com"',
);

/** Recipients of alerts by email. */
export const mailOptions = group({
  /**
   * Email addresses that receive the alerts. Each recipient must confirm the subscription in the first email from AWS.
   * @default - none
   */
  mailAddresses: distinct(mailAddress, { atLeast: 0, of: "email addresses" }).superRefine(refuseOneAddress).default([]),
});

export type MailOptions = OptionsOf<typeof mailOptions>;

/** Both IDs are in the channel's link. Authorize the workspace first, in the AWS console for chat applications. */
export const slackChannel = group({
  /** ID of the workspace, such as `T0123ABCD`. */
  workspaceId: text(/^T[0-9A-Z]{1,254}$/, 'a workspace ID such as "T0123ABCD"'),

  /** ID of the channel, such as `C0123ABCD`. */
  channelId: text(/^[CG][0-9A-Z]{1,254}$/, 'a channel ID such as "C0123ABCD"'),
});

export type SlackChannel = OptionsOf<typeof slackChannel>;
