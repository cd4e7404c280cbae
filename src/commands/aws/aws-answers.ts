import { printable } from "../cli/printable";

/** An error of the AWS SDK, from any service or layer. */
export interface SdkError extends Error {
  readonly code?: string;
  readonly $fault?: "client" | "server";
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode: number; readonly headers: Record<string, string> };
}

/** The least difference of clocks, in minutes, with which AWS refuses signatures. S3 allows 15. */
const allowedMinutes = 5;

/**
 * Whether AWS refused a request because of the time in its signature. The answer to a HEAD request has no body, and so
 * no error code: only its Date header tells.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function isClockSkew(error: SdkError): boolean {
  if (/^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/.test(error.name)) return true;
  if (/\bSignature (expired|not yet current)\b/.test(error.message)) return true;
  const hasCode = /^(AccessDenied(Exception)?|ExpiredToken(Exception)?)$/.test(error.name);
  return error.$metadata?.httpStatusCode === 403 && !hasCode && Math.abs(minutesAhead(error)) > allowedMinutes;
}

/** By how much this clock differs from that of AWS, as text; empty if the answer has no time. */
export function clockDifference(error: SdkError): string {
  const minutes = Math.round(minutesAhead(error));
  if (minutes === 0) return "";
  return ` (${Math.abs(minutes)} min ${minutes > 0 ? "ahead" : "behind"})`;
}

function minutesAhead({ $response }: SdkError): number {
  const there = Date.parse($response?.headers.date ?? "");
  return Number.isNaN(there) ? 0 : (Date.now() - there) / 60_000;
}

/**
 * Where an answer of S3 redirects to, as text; undefined if it does not. S3 redirects requests for a bucket in another
 * region, and for a bucket whose name is not in DNS yet.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function describeRedirect({ name, message, $metadata, $response }: SdkError): string | undefined {
  const status = $metadata?.httpStatusCode ?? 0;
  const isRedirect = (status >= 300 && status < 400) || /^(PermanentRedirect|AuthorizationHeaderMalformed)$/.test(name);
  if (!isRedirect) return undefined;
  const region = $response?.headers["x-amz-bucket-region"];
  return printable(`${region === undefined ? "" : `the bucket is in ${region}; `}HTTP ${status}, ${name}: ${message}`);
}
