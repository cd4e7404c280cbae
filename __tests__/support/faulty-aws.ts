import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request, or does not. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An endpoint of AWS on this machine that answers as told, and what it was asked. */
export interface FaultyAws {
  readonly env: Readonly<Record<string, string>>;
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Starts an endpoint for faults that no emulator has. Credentials and region are those of its variables. */
export async function startFaultyAws(answer: Answer): Promise<FaultyAws> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "ap-northeast-1",
    },
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer with this status, text and headers. */
export function answers(status: number, text = "", headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/xml", ...headers });
    response.end(text);
  };
}

/** An error as S3 answers it. */
export function s3Fault(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return answers(status, `<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`, headers);
}
