import { CommandError } from "./command-error";

/** What the AWS SDK says about an error, whichever service or layer it came from. */
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

/** Whether AWS knows who is asking and says no. */
export function isAccessDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $metadata } = error as SdkError;
  if (refusedCredentials.test(name)) return false;
  return /^(AccessDenied(Exception)?|Forbidden)$/.test(name) || $metadata?.httpStatusCode === 403;
}

/** Whether S3 has no such object, or not even such a bucket. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && /^NoSuch(Key|Bucket)$/.test(error.name);
}

/** Whether S3 failed because of the KMS key of an object. The names of such errors begin with the service's. */
export function isKeyFault(name: string): boolean {
  return name.startsWith("KMS.");
}

/**
 * What a person has to mend when a call to AWS failed: credentials, rights or the network. Undefined for anything else.
 *
 * @param doing what the call was for, such as "read the lock"
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
      "look at the network, the proxy and AWS_ENDPOINT_URL, then run the command again",
    );
  }
  if (isKeyFault(name)) {
    return new CommandError(
      `the key that encrypts this cannot be used (${name}): ${message}`,
      "npm run doctor names the key and the way back",
    );
  }
  if (isAccessDenied(error)) {
    return new CommandError(
      `these credentials may not ${doing}: ${message}`,
      "use credentials that may; docs/commands.md lists the rights that each command needs",
    );
  }
  return undefined;
}

/** Whatever else AWS answered, in its own words; undefined for an error that is not AWS's. */
export function quoteAwsError(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as SdkError).$metadata === undefined) return undefined;
  return `${error.name}: ${error.message}`;
}

/**
 * Does something with AWS.
 *
 * @throws CommandError where the failure is one of credentials, rights or the network
 */
export async function withAws<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAwsError(error, doing) ?? error;
  }
}
