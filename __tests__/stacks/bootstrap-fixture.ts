import { Testing } from "cdktf";
import { dev, environments, organization, prod } from "../support/example";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { awsTarget } from "../../src/target/emulator";
import { type PolicyDocument, policyDocument, type References } from "../support/policy-document";
import { Synthesized } from "../support/synthesize";

/** The account of both environments as shipped. */
export const account = "123456789012";

/**
 * The bootstrap stack as shipped, except for the given changes.
 *
 * @param accountId the account of another bootstrap stack
 */
export function bootstrap(
  changes: Partial<OrganizationSettings> = {},
  chosen: readonly EnvironmentSettings[] = environments,
  accountId?: string,
): Synthesized {
  const stack = new BootstrapStack(Testing.app(), "bootstrap", {
    settings: validateSettings({ ...organization, ...changes }, chosen),
    accountId,
    target: awsTarget,
  });
  return new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
}

/** The bootstrap stack of one account in which each environment has a role of its own that deploys. */
export function bootstrapWithOwnDeployers(): Synthesized {
  const own = (environment: EnvironmentSettings, role: string) => ({
    ...environment,
    state: { ...environment.state, principals: { roles: [role] } },
  });
  return bootstrap({ stateAccess: { administrators: { users: ["admin"] } } }, [
    own(dev, "DevDeployer"),
    own(prod, "ProdDeployer"),
  ]);
}

/** The same environment, with its state copied to another region. */
export function copied(environment: EnvironmentSettings): EnvironmentSettings {
  return { ...environment, state: { ...environment.state, replicaRegion: "ap-northeast-3" } };
}

/** ARN of a key in a region. */
export const keyArn = (region: string) => `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

/** Values that are known only after creation: of prod's state, and of its copies. */
export const references = {
  "aws_kms_key.state_key.arn": keyArn("ap-northeast-1"),
  "aws_kms_key.replica_prod_key.arn": keyArn("ap-northeast-3"),
  "aws_s3_bucket.replica_prod.arn": "arn:aws:s3:::my-terraform-state-prod-replica",
};

/** As long as the ARN of a key, for each value that is known only after creation. */
export const anyReferences: References = new Proxy({}, { get: () => keyArn("ap-northeast-1").padEnd(88, "x") });

/** All inline policies of a role that bootstrap creates. */
export function inlinePoliciesOf(stack: Synthesized, role: string, values: References = references): PolicyDocument[] {
  return Object.entries(stack.blocks("aws_iam_role_policy"))
    .filter(([, { role: of }]) => of === `\${aws_iam_role.role_${role}.name}`)
    .map(([id]) => policyDocument(stack, `aws_iam_role_policy.${id}.policy`, values));
}

/** All policies of a role that bootstrap creates, inline and managed. */
export function permissionsOf(stack: Synthesized, role: string, values: References = references): PolicyDocument[] {
  const attached = Object.values(stack.blocks("aws_iam_role_policy_attachment"))
    .filter(({ role: of }) => of === `\${aws_iam_role.role_${role}.name}`)
    .map(({ policy_arn: arn }) => (arn as string).replace("${", "").replace(".arn}", ""));
  return [
    ...inlinePoliciesOf(stack, role, values),
    ...attached.map((address) => policyDocument(stack, `${address}.policy`, values)),
  ];
}
