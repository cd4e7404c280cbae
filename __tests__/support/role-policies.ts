import {
  CreatePolicyVersionCommand,
  DeleteRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Emulator } from "../../emulator/emulator";
import { clientFor } from "./checkout";

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** A policy of a role in the emulator, and how to replace it. */
interface RolePolicy {
  readonly policy: Policy;
  readonly put: (policy: Policy) => Promise<unknown>;
}

/** Takes the statement from the role while the work runs. */
export async function withoutStatement(
  emulator: Emulator,
  roleName: string,
  sid: string,
  work: () => Promise<void>,
): Promise<void> {
  const iam = new IAMClient(clientFor(emulator));
  const found = [...(await inlinePolicies(iam, roleName)), ...(await attachedPolicies(iam, roleName))].find(
    ({ policy }) => policy.Statement.some(({ Sid }) => Sid === sid),
  );
  if (!found) throw new Error(`${roleName} has no statement ${sid}`);
  const { policy, put } = found;
  await put({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) });
  await work().finally(async () => put(policy));
}

/** Gives the role a further policy. */
export async function putPolicy(emulator: Emulator, RoleName: string, PolicyName: string, statement: object) {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await new IAMClient(clientFor(emulator)).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

export async function deletePolicy(emulator: Emulator, RoleName: string, PolicyName: string): Promise<void> {
  await new IAMClient(clientFor(emulator)).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
}

async function inlinePolicies(iam: IAMClient, RoleName: string): Promise<RolePolicy[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  return Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const put = async (policy: Policy) =>
        iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) }));
      return { policy: parsed(PolicyDocument), put };
    }),
  );
}

async function attachedPolicies(iam: IAMClient, RoleName: string): Promise<RolePolicy[]> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return Promise.all(
    AttachedPolicies.map(async ({ PolicyArn }) => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const version = { PolicyArn, VersionId: Policy?.DefaultVersionId };
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
      const put = async (policy: Policy) =>
        iam.send(
          new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: JSON.stringify(policy), SetAsDefault: true }),
        );
      return { policy: parsed(PolicyVersion?.Document), put };
    }),
  );
}

function parsed(document = ""): Policy {
  return JSON.parse(decodeURIComponent(document)) as Policy;
}
