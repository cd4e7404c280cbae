import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../emulator/emulator";

/**
 * A proxy between Terraform and the emulator that forwards all requests until it is told to refuse requests that change
 * objects in S3, as S3 does when credentials expire in the middle of an apply.
 */
export class WriteBarrier {
  private refusing = false;

  private constructor(
    private readonly emulator: Emulator,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  static async before(emulator: Emulator): Promise<WriteBarrier> {
    const server = createServer();
    const barrier = new WriteBarrier(emulator, server);
    server.on("request", (question: IncomingMessage, answer: ServerResponse) => {
      barrier.handle(question, answer);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return barrier;
  }

  /** Environment variables of the emulator, with this proxy as the endpoint. */
  get env(): Readonly<Record<string, string>> {
    const { port } = this.server.address() as AddressInfo;
    return { ...this.emulator.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  }

  refuseWrites(): void {
    this.refusing = true;
  }

  allowWrites(): void {
    this.refusing = false;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private handle(question: IncomingMessage, answer: ServerResponse): void {
    const { method = "GET", url = "/" } = question;
    const changesObject = (method === "PUT" || method === "DELETE") && url.startsWith("/my-terraform-state-");
    if (this.refusing && changesObject) {
      question.resume();
      answer.writeHead(400, { "content-type": "application/xml" });
      answer.end("<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>");
      return;
    }
    this.passOn(question, answer);
  }

  private passOn(question: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers } = question;
    const onward = request({ host: "127.0.0.1", port: this.emulator.port, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    question.pipe(onward);
  }
}
