import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const kms = () => new KMSClient(clientFor(emulator()));

async function createKey(): Promise<{ KeyId: string; arn: string }> {
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
  return { KeyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
}

async function createKeyPendingDeletion() {
  const key = await createKey();
  await kms().send(new ScheduleKeyDeletionCommand({ KeyId: key.KeyId, PendingWindowInDays: 7 }));
  return key;
}

test("a key pending deletion can be read and kept, and nothing else", async () => {
  const { KeyId, arn } = await createKeyPendingDeletion();
  const refusal = { code: "KMSInvalidStateException", status: 400, message: `${arn} is pending deletion.` };
  const refused = await Promise.all([
    refusalOf(kms().send(new ScheduleKeyDeletionCommand({ KeyId }))),
    refusalOf(kms().send(new EnableKeyCommand({ KeyId }))),
    refusalOf(kms().send(new DisableKeyCommand({ KeyId }))),
    refusalOf(kms().send(new EnableKeyRotationCommand({ KeyId }))),
    refusalOf(kms().send(new UpdateKeyDescriptionCommand({ KeyId, Description: "" }))),
    refusalOf(kms().send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] }))),
    refusalOf(kms().send(new CreateAliasCommand({ AliasName: "alias/pending", TargetKeyId: KeyId }))),
    refusalOf(kms().send(new CreateGrantCommand({ KeyId, GranteePrincipal: arn, Operations: ["Decrypt"] }))),
    refusalOf(kms().send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("a") }))),
  ]);
  expect(refused).toEqual(refused.map(() => refusal));

  const { Policy } = await kms().send(new GetKeyPolicyCommand({ KeyId }));
  await kms().send(new PutKeyPolicyCommand({ KeyId, Policy }));
  await kms().send(new CancelKeyDeletionCommand({ KeyId }));
  expect(await refusalOf(kms().send(new CancelKeyDeletionCommand({ KeyId })))).toEqual({
    ...refusal,
    message: `${arn} is not pending deletion.`,
  });
  await kms().send(new EnableKeyCommand({ KeyId }));
});

test("a disabled key neither rotates nor gives grants, but has aliases", async () => {
  const { KeyId, arn } = await createKey();
  await kms().send(new DisableKeyCommand({ KeyId }));
  const refusal = { code: "DisabledException", status: 400, message: `${arn} is disabled.` };
  expect(await refusalOf(kms().send(new EnableKeyRotationCommand({ KeyId })))).toEqual(refusal);
  const grant = new CreateGrantCommand({ KeyId, GranteePrincipal: arn, Operations: ["Decrypt"] });
  expect(await refusalOf(kms().send(grant))).toEqual(refusal);
  await kms().send(new CreateAliasCommand({ AliasName: "alias/disabled", TargetKeyId: KeyId }));
});

test.each([6, 31])("a window of %i days is refused", async (PendingWindowInDays) => {
  const { KeyId } = await createKey();
  expect(await refusalOf(kms().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays })))).toMatchObject({
    code: "ValidationException",
  });
});

test("an alias has a free name of its own and refers to a key", async () => {
  const { KeyId } = await createKey();
  const create = (AliasName: string, TargetKeyId = KeyId) =>
    kms().send(new CreateAliasCommand({ AliasName, TargetKeyId }));
  await create("alias/a/b_c-1");
  expect(await refusalOf(create("alias/a/b_c-1"))).toMatchObject({ code: "AlreadyExistsException", status: 400 });
  expect(await refusalOf(create("alias/aws/own"))).toMatchObject({ code: "NotAuthorizedException", status: 400 });
  expect(await refusalOf(create("alias/a.b"))).toMatchObject({ code: "ValidationException", status: 400 });
  expect(await refusalOf(create("alias/other", "alias/a/b_c-1"))).toMatchObject({ code: "ValidationException" });
  await kms().send(new DeleteAliasCommand({ AliasName: "alias/a/b_c-1" }));
});

test("a key has at most 50 tags, none of which is AWS's own", async () => {
  const Tags = Array.from({ length: 50 }, (_, index) => ({ TagKey: `key-${index}`, TagValue: "" }));
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({ Tags }));
  const add = (TagKey: string) =>
    kms().send(new TagResourceCommand({ KeyId: KeyMetadata?.KeyId, Tags: [{ TagKey, TagValue: "changed" }] }));
  await add("key-1");
  expect(await refusalOf(add("another"))).toMatchObject({ code: "LimitExceededException", status: 400 });
  expect(await refusalOf(add("aws:x"))).toMatchObject({ code: "TagException", status: 400 });
});
