import { CommandError } from "../cli/command-error";

/** The fields of an AWS SDK error, from any service or layer. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const noCredentials = /^(CredentialsProviderError|TokenProviderError)$/;
const refusedCredentials =
  /^(ExpiredToken(Exception)?|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|SignatureDoesNotMatch|RequestExpired)$/;
const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** The HTTP status with which AWS answered; undefined for an error that is not an answer of AWS. */
export function httpStatus(error: unknown): number | undefined {
  return error instanceof Error ? (error as SdkError).$metadata?.httpStatusCode : undefined;
}

/** Whether AWS authenticated the caller and denied the request. */
export function isAccessDenied(error: unknown): boolean {
  if (!(error instanceof Error) || refusedCredentials.test(error.name)) return false;
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
 * The cause and the fix of a failed call to AWS: credentials, permissions or the network. Undefined for any other
 * error.
 *
 * @param doing the purpose of the call, such as "read the lock"
 */
export function explainAwsError(error: unknown, doing: string): CommandError | undefined {
  if (!(error instanceof Error) || error instanceof CommandError) return undefined;
  const { name, message, code = "" } = error as SdkError;
  if (noCredentials.test(name)) {
    return new CommandError(`no AWS credentials were found: ${message}`, "sign in, or name a profile in AWS_PROFILE");
  }
  if (refusedCredentials.test(name)) {
    return new CommandError(`AWS does not accept these credentials (${name}): ${message}`, "sign in again");
  }
  if (unreachable.test(code) || name === "TimeoutError") {
    return new CommandError(
      `AWS cannot be reached to ${doing}: ${message}`,
      "check the network, the proxy and AWS_ENDPOINT_URL, then run the command again",
    );
  }
  if (isKeyFault(name)) {
    return new CommandError(
      `the key that encrypts this object cannot be used (${name}): ${message}`,
      "run npm run doctor: it names the key and the fix",
      { runbook: "docs/runbook/key-unusable.md" },
    );
  }
  if (isAccessDenied(error)) {
    return new CommandError(
      `these credentials are not allowed to ${doing}: ${message}`,
      "use credentials that are; docs/commands.md lists the permissions that each command needs",
    );
  }
  return undefined;
}

/** Any other error response from AWS, quoted; undefined for an error that is not from AWS. */
export function quoteAwsError(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as SdkError).$metadata === undefined) return undefined;
  return `${error.name}: ${error.message}`;
}

/**
 * Runs calls to AWS.
 *
 * @throws CommandError when the credentials, the permissions or the network cause the failure
 */
export async function withAws<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAwsError(error, doing) ?? error;
  }
}
