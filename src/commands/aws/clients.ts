import { addAbortSignal, Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { interruptionOfWork } from "../cli/interruption";
import { UnexpectedAnswer } from "./aws-errors";

/** How long calls wait, in milliseconds. */
export interface Patience {
  readonly connectionTimeout: number;

  /** Until the answer begins. */
  readonly requestTimeout: number;

  /** While no more of the answer arrives. */
  readonly socketTimeout: number;
}

/** The SDK itself waits for an answer without limit. CloudTrail and CloudWatch Logs search for several seconds. */
const defaultPatience: Patience = { connectionTimeout: 5_000, requestTimeout: 30_000, socketTimeout: 30_000 };

/**
 * The options of every AWS client: it does not wait for ever, and its calls end when the work is interrupted.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
export function clientOptions(region: string, patience: Patience = defaultPatience) {
  return { region, requestHandler: new InterruptibleHandler({ ...patience, throwOnRequestTimeout: true }) };
}

type Handle = NodeHttpHandler["handle"];

class InterruptibleHandler extends NodeHttpHandler {
  override async handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]): ReturnType<Handle> {
    const interruption = interruptionOfWork();
    const output = await super.handle(request, { ...options, ...(interruption && { abortSignal: interruption }) });
    const { response } = output;
    const body: unknown = response.body;
    if (isForeign(response.statusCode, response.headers, request.method)) {
      if (body instanceof Readable) body.destroy();
      throw new UnexpectedAnswer(
        `${request.method} ${request.hostname} (HTTP ${response.statusCode}, ${response.headers["content-type"] ?? "without content"})`,
      );
    }
    if (interruption && body instanceof Readable) addAbortSignal(interruption, body);
    return output;
  }
}

/**
 * Whether a proxy or a captive portal answered: with a page or nothing, and without the headers that AWS sets in every
 * answer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html
 */
function isForeign(status: number, headers: Readonly<Record<string, string>>, method: string): boolean {
  if (Object.keys(headers).some((name) => name.startsWith("x-amz"))) return false;
  const isPage = /^text\/html\b/i.test(headers["content-type"] ?? "");
  const isEmpty = status === 200 && method !== "HEAD" && method !== "PUT" && headers["content-length"] === "0";
  return isPage || (isEmpty && headers.etag === undefined);
}
