import { isNativeError } from "node:util/types";
import { isThrottlingError } from "@smithy/core/retry";
import { CommandError } from "../cli/command-error";
import { printable } from "../cli/printable";
import { type SdkError, clockDifference, describeRedirect, isClockSkew } from "./aws-answers";

const noCredentials = /^(CredentialsProviderError|TokenProviderError)$/;
const refusedCredentials =
  /^(ExpiredToken(Exception)?|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException)$/;
const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;

/** Codes of Node for a TLS connection that fails, such as behind a proxy with its own certificate. */
const insecure = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** An answer that AWS does not give. */
export class UnexpectedAnswer extends CommandError {
  /** @param what the call, or what is missing in the answer to it */
  constructor(what: string) {
    super(
      `the answer is not one that AWS gives: ${what}`,
      "something else may have answered: check the network, the proxy and AWS_ENDPOINT_URL, then run the command again",
    );
  }
}

/**
 * A part of an answer that AWS always gives.
 *
 * @throws UnexpectedAnswer when it is missing
 */
export function answered<Part>(part: Part | undefined, what: string): Part {
  if (part === undefined) throw new UnexpectedAnswer(`${what} is missing`);
  return part;
}

/** The HTTP status with which AWS answered; undefined for an error that is not an answer of AWS. */
export function httpStatus(error: unknown): number | undefined {
  return error instanceof Error ? (error as SdkError).$metadata?.httpStatusCode : undefined;
}

/**
 * Whether a request may have been carried out although it failed: its answer was lost, or was an error of the server,
 * or the SDK repeated it and was refused because of its own first attempt.
 */
export function isUncertain(error: unknown): boolean {
  const status = httpStatus(error);
  return status === undefined || status >= 500 || [404, 409, 412].includes(status);
}

/** Whether AWS authenticated the caller and denied the request. */
export function isAccessDenied(error: unknown): boolean {
  if (!(error instanceof Error) || refusedCredentials.test(error.name) || isClockSkew(error)) return false;
  return /^(AccessDenied(Exception)?|Forbidden)$/.test(error.name) || httpStatus(error) === 403;
}

/** Whether the object or its bucket does not exist in S3. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && /^NoSuch(Key|Bucket)$/.test(error.name);
}

/** Whether S3 failed because of the KMS key of an object. The names of such errors start with "KMS.". */
export function isKeyFault(name: string): boolean {
  return name.startsWith("KMS.");
}

/**
 * The cause and the next step of a failed call to AWS. Undefined for an error that does not come from a call to AWS.
 *
 * @param doing the purpose of the call, such as "read the lock"
 */
export function explainAwsError(error: unknown, doing: string): CommandError | undefined {
  if (!isNativeError(error) || error instanceof CommandError) return undefined;
  // The SDK and Node wrap the reason of an interruption.
  if (error.name === "AbortError" && error.cause instanceof CommandError) return error.cause;
  return explainCaller(error, doing) ?? explainNetwork(error, doing) ?? explainService(error, doing);
}

function explainCaller(error: SdkError, doing: string): CommandError | undefined {
  const { name } = error;
  const message = printable(error.message);
  if (isClockSkew(error)) {
    return new CommandError(
      `AWS refuses to ${doing}, because the clock of this machine is wrong${clockDifference(error)}: ${message}`,
      "set the clock of this machine (NTP), then run the command again",
    );
  }
  if (noCredentials.test(name)) {
    return new CommandError(`no AWS credentials were found: ${message}`, "sign in, or name a profile in AWS_PROFILE");
  }
  if (refusedCredentials.test(name)) {
    return new CommandError(`AWS does not accept these credentials (${name}): ${message}`, "sign in again");
  }
  return undefined;
}

function explainNetwork(error: SdkError, doing: string): CommandError | undefined {
  const { name, message, code = "" } = error;
  if (unreachable.test(code) || name === "TimeoutError") {
    return new CommandError(
      `AWS cannot be reached to ${doing}: ${printable(message || code)}`,
      "check the network, the proxy and AWS_ENDPOINT_URL, then run the command again",
    );
  }
  if (insecure.test(code)) {
    return new CommandError(
      `no secure connection to AWS can be made to ${doing} (${code}): ${printable(message)}`,
      "if a proxy has a certificate of its own, name it in NODE_EXTRA_CA_CERTS (Terraform: SSL_CERT_FILE), then run the command again",
    );
  }
  // The SDK adds the answer to an error that occurs while it reads the answer.
  if (error.$response !== undefined && error.$fault === undefined) {
    return new UnexpectedAnswer(`the answer to the request to ${doing} cannot be read (${name})`);
  }
  return undefined;
}

function explainService(error: SdkError, doing: string): CommandError | undefined {
  const { name, $metadata } = error;
  if ($metadata === undefined) return undefined;
  const message = printable(error.message);
  const { httpStatusCode: status = 0 } = $metadata;
  if (isThrottlingError(error as Parameters<typeof isThrottlingError>[0])) {
    return new CommandError(
      `AWS throttles the requests to ${doing} (${name}): ${message}`,
      "wait a few minutes, then run the command again",
    );
  }
  if (isKeyFault(name)) {
    return new CommandError(
      `the key that encrypts this object cannot be used (${name}): ${message}`,
      "run npm run doctor: it names the key and the fix",
      { runbook: "docs/runbook/key-unusable.md" },
    );
  }
  const redirect = describeRedirect(error);
  if (redirect !== undefined) {
    return new CommandError(
      `S3 redirects the request to ${doing}: ${redirect}`,
      "correct the region in environments/, or wait an hour if the bucket is new, then run the command again",
    );
  }
  if (isAccessDenied(error)) {
    return new CommandError(
      `these credentials are not allowed to ${doing}: ${message}`,
      "use credentials that are; docs/commands.md lists the permissions that each command needs",
    );
  }
  if (status >= 500) {
    return new CommandError(
      `AWS failed to ${doing} (HTTP ${status}, ${name}): ${message}`,
      "run the command again in a few minutes; https://health.aws.amazon.com/health/status shows disruptions",
    );
  }
  return new CommandError(
    `AWS answered the request to ${doing} with ${name} (HTTP ${status}): ${message}`,
    "run the command again; if the error persists, look it up in the AWS documentation",
  );
}

/** An error response from AWS, quoted; undefined for an error that is not from AWS. */
export function quoteAwsError(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as SdkError).$metadata === undefined) return undefined;
  return printable(`${error.name}: ${error.message}`);
}

/**
 * Runs calls to AWS.
 *
 * @throws CommandError with the cause of a failed call and the next step
 */
export async function withAws<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAwsError(error, doing) ?? error;
  }
}
