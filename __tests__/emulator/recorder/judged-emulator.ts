import path from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/emulator";
import type { JudgedCall } from "../../../emulator/record";

/** Starts an emulator whose calls are judged by the referee of these tests. */
export async function startJudged(options: EmulatorOptions = { judged: true }): Promise<Emulator> {
  return startEmulator({ ...options, referee: path.join(__dirname, "..", "fixtures", "referee.ts") });
}

/** Another account than the emulator's default. */
export const account = "210987654321";

/** ARN of the user whose calls are judged. */
export const anna = `arn:aws:iam::${account}:user/operators/anna`;

export function clientOptions({ endpoint }: Emulator, accessKeyId: string, secretAccessKey: string) {
  return { endpoint, region: "eu-west-1", credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
}

/** Creates the user, and gives the options of its clients. */
export async function createUser(emulator: Emulator) {
  const iam = new IAMClient(clientOptions(emulator, account, "emulator"));
  await iam.send(new CreateUserCommand({ UserName: "anna", Path: "/operators/" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }));
  return clientOptions(emulator, AccessKey?.AccessKeyId ?? "", AccessKey?.SecretAccessKey ?? "");
}

/** A request as it is sent, whatever an SDK would make of it. */
export interface RawRequest {
  /** Name of the service in the signature. */
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;

  /** Fields of a form, or a body. */
  readonly body?: Readonly<Record<string, string>> | string;
}

/** Sends a request as the user, and gives the response's status and text with the call that was recorded of it. */
export async function send(
  emulator: Emulator,
  { credentials }: Awaited<ReturnType<typeof createUser>>,
  { service, method = "POST", path: location = "/", target, headers, body }: RawRequest,
): Promise<{ readonly status: number; readonly text: string; readonly recorded: JudgedCall | undefined }> {
  const scope = `${credentials.accessKeyId}/20260101/eu-west-1/${service}/aws4_request`;
  const response = await fetch(`${emulator.endpoint}${location}`, {
    method,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...headers,
      ...(target ? { "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1" } : {}),
    },
    ...(body ? { body: typeof body === "string" ? body : new URLSearchParams(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, recorded: (await emulator.calls()).at(-1) };
}
