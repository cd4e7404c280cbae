import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();

test("a session is a caller by its role, with the role's path", async () => {
  const client = clientFor(emulator());
  const trust = policyOf({ Principal: { AWS: "123456789012" }, Action: "sts:AssumeRole" });
  const role = { RoleName: "deployer", Path: "/ci/", AssumeRolePolicyDocument: trust };
  const { Role } = await new IAMClient({ ...client, region: "us-east-1" }).send(new CreateRoleCommand(role));
  const session = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "session" });
  const { Credentials } = await new STSClient(client).send(session);
  const kms = new KMSClient({
    ...client,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  });
  const policyFor = (principal: string) =>
    policyOf({
      Principal: { AWS: "*" },
      Action: "kms:*",
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": principal } },
    });
  await kms.send(new CreateKeyCommand({ Policy: policyFor(Role?.Arn ?? "") }));
  expect(
    await refusalOf(kms.send(new CreateKeyCommand({ Policy: policyFor("arn:aws:iam::123456789012:role/deployer") }))),
  ).toMatchObject({ code: "MalformedPolicyDocumentException" });
});
