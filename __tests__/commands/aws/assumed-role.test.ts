import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { withRole } from "../../../src/commands/aws/assumed-role";

const role = { roleArn: "arn:aws:iam::210987654321:role/Bootstrap", accountId: "210987654321", region: "eu-west-1" };
const before = { AWS_ACCESS_KEY_ID: "own", AWS_SECRET_ACCESS_KEY: "secret", AWS_PROFILE: undefined };
const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"] as const;

const answer = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>assumed</AccessKeyId>
  <SecretAccessKey>of the role</SecretAccessKey><SessionToken>token</SessionToken>
  <Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const denial = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not trusted</Message></Error></ErrorResponse>";

let server: Server;
let environment: NodeJS.ProcessEnv;

async function startSts(status: number, body: string): Promise<void> {
  server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function credentials() {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

beforeEach(() => {
  environment = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "own", AWS_SECRET_ACCESS_KEY: "secret" });
  delete process.env.AWS_SESSION_TOKEN;
  delete process.env.AWS_PROFILE;
});

afterEach(() => {
  server.close();
  process.env = environment;
});

test("the work finds the credentials of the role in the environment, and the caller's again afterwards", async () => {
  await startSts(200, answer);

  expect(await withRole(role, () => Promise.resolve(credentials()))).toEqual({
    AWS_ACCESS_KEY_ID: "assumed",
    AWS_SECRET_ACCESS_KEY: "of the role",
    AWS_SESSION_TOKEN: "token",
    AWS_PROFILE: undefined,
  });
  expect(credentials()).toEqual({ ...before, AWS_SESSION_TOKEN: undefined });
});

test("the caller's credentials are restored when the work fails", async () => {
  await startSts(200, answer);

  await expect(withRole(role, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(credentials()).toEqual({ ...before, AWS_SESSION_TOKEN: undefined });
});

test("where the role cannot be assumed, account, role, setting and option are named", async () => {
  await startSts(403, denial);

  await expect(withRole(role, () => Promise.resolve())).rejects.toMatchObject({
    name: "CommandError",
    message:
      "these credentials are not allowed to assume arn:aws:iam::210987654321:role/Bootstrap, which bootstrap uses in " +
      "account 210987654321: AccessDenied: not trusted",
    nextStep: expect.stringMatching(/organization\.bootstrap\.assumeRole,\n.*--account 210987654321/) as string,
  });
});
