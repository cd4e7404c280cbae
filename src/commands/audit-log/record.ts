import { z } from "zod";

/** The part of `userIdentity` that identifies the caller. Which fields are present depends on the type. */
const userIdentitySchema = z.looseObject({
  type: z.string().optional(),
  arn: z.string().optional(),
  principalId: z.string().optional(),
  accountId: z.string().optional(),
  userName: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: z
    .looseObject({
      sessionIssuer: z
        .looseObject({ userName: z.string().optional(), arn: z.string().optional(), accountId: z.string().optional() })
        .optional(),
      sourceIdentity: z.string().optional(),
    })
    .optional(),
});

const resourceSchema = z.looseObject({ ARN: z.string().optional(), type: z.string().optional() });

const recordSchema = z.looseObject({
  eventID: z.string(),
  eventTime: z.string(),
  eventSource: z.string(),
  eventName: z.string(),
  userIdentity: userIdentitySchema.default({}),
  sourceIPAddress: z.string().optional(),
  vpcEndpointId: z.string().optional(),
  userAgent: z.string().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  additionalEventData: z.looseObject({ SSEApplied: z.string().optional() }).nullish(),
  resources: z.array(resourceSchema).nullish(),
});

/**
 * The part of a CloudTrail record that this command reads.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export type TrailRecord = z.output<typeof recordSchema>;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export type UserIdentity = z.output<typeof userIdentitySchema>;

/** Parses the JSON of a record; undefined if it is invalid, such as a record that CloudTrail truncated for its size. */
export function parseRecord(text: string): TrailRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
