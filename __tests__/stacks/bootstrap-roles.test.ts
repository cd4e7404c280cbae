import { dev, environments, prod } from "../support/example";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { CreatedRoles } from "../../src/settings/state-access";
import { policySize } from "../../src/constructs/iam/policy-size";
import { type AccessCase, evaluate } from "../support/policies";
import { policyDocument } from "../support/policy-document";
import type { Synthesized } from "../support/synthesize";
import {
  account,
  anyReferences,
  bootstrap,
  bootstrapWithOwnDeployers,
  copied,
  inlinePoliciesOf,
  keyArn,
  references,
  permissionsOf,
} from "./bootstrap-fixture";

const stateKeyArn = keyArn("ap-northeast-1");

const buckets = { dev: "arn:aws:s3:::my-terraform-state-dev", prod: "arn:aws:s3:::my-terraform-state-prod" };
type Name = keyof typeof buckets;

/** Whether both the role's own permissions and the policy of the bucket or key allow a request. */
function gate(stack: Synthesized, role: string) {
  const identityPolicies = permissionsOf(stack, role);
  const principal = `arn:aws:iam::${account}:role/${role}`;
  const resourcePolicies = {
    dev: policyDocument(stack, "aws_s3_bucket_policy.state_dev_policy.policy", references),
    prod: policyDocument(stack, "aws_s3_bucket_policy.state_prod_policy.policy", references),
    key: policyDocument(stack, "aws_kms_key.state_key.policy", references),
  };
  const ask = async (action: string, resource: string, on: Name | "key", context?: AccessCase["context"]) =>
    (await evaluate({
      principal,
      identityPolicies,
      action,
      resource,
      context,
      resourceAccount: account,
      resourcePolicy: resourcePolicies[on],
    })) === "Allowed";
  const s3 = (name: Name, action: string, object = "") =>
    ask(action, `${buckets[name]}${object}`, name, contextOf(action, name));
  const kms = (action: string) =>
    ask(action, stateKeyArn, "key", { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" });
  return { s3, kms, key: (action: string) => ask(action, stateKeyArn, "key") };
}

function contextOf(action: string, name: Name): AccessCase["context"] {
  if (action !== "s3:PutObject") return undefined;
  return name === "dev"
    ? { "s3:x-amz-server-side-encryption": "AES256" }
    : {
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/terraform-state",
      };
}

const state = "/eks-cluster/terraform.tfstate";

/** What `npm run doctor` reads of a bucket, by IAM action. */
const configuration = [
  "s3:GetBucketVersioning",
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketOwnershipControls",
  "s3:GetLifecycleConfiguration",
  "s3:GetBucketPolicy",
  "s3:GetReplicationConfiguration",
];

/** What Terraform and this project's commands call for one purpose, as seen in the source and on the network. */
async function can(stack: Synthesized, role: string, name: Name) {
  const { s3, kms } = gate(stack, role);
  const all = async (...answers: Promise<boolean>[]) => (await Promise.all(answers)).every(Boolean);
  const none: Promise<boolean>[] = [];
  const decrypt = name === "prod" ? [kms("kms:Decrypt")] : none;
  const encrypt = name === "prod" ? [kms("kms:GenerateDataKey")] : none;
  const lock = `${state}.tflock`;
  return {
    readState: await all(s3(name, "s3:ListBucket"), s3(name, "s3:GetObject", state), ...decrypt),
    seeVersions: await all(s3(name, "s3:ListBucketVersions"), s3(name, "s3:GetObjectVersion", state), ...decrypt),
    seeConfiguration: await all(...configuration.map((action) => s3(name, action))),
    acquireLock: await all(s3(name, "s3:GetObject", lock), s3(name, "s3:PutObject", lock), ...decrypt, ...encrypt),
    giveBackLock: await s3(name, "s3:DeleteObject", lock),
    saveState: await all(s3(name, "s3:PutObject", state), ...encrypt),
    loseState: await s3(name, "s3:DeleteObject", state),
    eraseVersions: await s3(name, "s3:DeleteObjectVersion", state),
    configureBucket: await s3(name, "s3:PutBucketPolicy"),
    useBootstrapState: await s3("prod", "s3:GetObject", "/bootstrap/terraform.tfstate"),
  };
}

const nothing = {
  readState: false,
  seeVersions: false,
  seeConfiguration: false,
  acquireLock: false,
  giveBackLock: false,
  saveState: false,
  loseState: false,
  eraseVersions: false,
  configureBucket: false,
  useBootstrapState: false,
};
const planning = { ...nothing, readState: true, seeVersions: true, seeConfiguration: true };
const applying = { ...planning, acquireLock: true, giveBackLock: true, saveState: true };

describe("roles that bootstrap creates", () => {
  const stack = bootstrap();

  test.each(["dev", "prod"] as const)(
    "have the access to the state of %s that their purpose requires",
    async (name) => {
      expect(await can(stack, "TerraformExecutionRole", name)).toEqual(applying);
      expect(await can(stack, "TerraformPlanRole", name)).toEqual(planning);
      expect(Object.values(await can(stack, "TerraformBreakGlassRole", name))).toEqual(
        Object.values(nothing).map(() => true),
      );
    },
  );

  test("leave the key's policy, deletion and alias to break-glass", async () => {
    for (const action of ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:UpdateAlias"]) {
      expect([action, await gate(stack, "TerraformExecutionRole").key(action)]).toEqual([action, false]);
      expect([action, await gate(stack, "TerraformPlanRole").key(action)]).toEqual([action, false]);
      expect([action, await gate(stack, "TerraformBreakGlassRole").key(action)]).toEqual([action, true]);
    }
    expect(await gate(stack, "TerraformExecutionRole").key("kms:Decrypt")).toBe(false);
  });

  test("let only break-glass read objects under a former key", async () => {
    const formerKey = `arn:aws:kms:ap-northeast-1:${account}:key/99999999-2222-3333-4444-555555555555`;
    const reads = (role: string, service: string) =>
      evaluate({
        principal: `arn:aws:iam::${account}:role/${role}`,
        identityPolicies: permissionsOf(stack, role),
        action: "kms:Decrypt",
        resource: formerKey,
        resourcePolicy: policyDocument(stack, "aws_kms_key.state_key.policy", references),
        context: { "kms:ViaService": `${service}.ap-northeast-1.amazonaws.com` },
      });

    expect(await reads("TerraformBreakGlassRole", "s3")).toBe("Allowed");
    expect(await reads("TerraformBreakGlassRole", "secretsmanager")).not.toBe("Allowed");
    expect(await reads("TerraformExecutionRole", "s3")).not.toBe("Allowed");
  });

  test("let only break-glass look up the use of the state", async () => {
    const group = `arn:aws:logs:ap-northeast-1:${account}:log-group:/aws/cloudtrail/platform-audit`;
    const may = async (role: string, action: string, resource: string) =>
      (await evaluate({
        principal: `arn:aws:iam::${account}:role/${role}`,
        identityPolicies: permissionsOf(stack, role),
        action,
        resource,
        resourceAccount: account,
      })) === "Allowed";

    expect(stack.at("aws_cloudwatch_log_group.audit_group").name).toBe("/aws/cloudtrail/platform-audit");
    expect(await may("TerraformBreakGlassRole", "cloudtrail:LookupEvents", "*")).toBe(true);
    expect(await may("TerraformBreakGlassRole", "cloudtrail:DescribeTrails", "*")).toBe(true);
    expect(await may("TerraformBreakGlassRole", "logs:FilterLogEvents", group)).toBe(true);
    expect(await may("TerraformBreakGlassRole", "logs:FilterLogEvents", group.replace("audit", "billing"))).toBe(false);
    for (const role of ["TerraformExecutionRole", "TerraformPlanRole"]) {
      expect([role, await may(role, "cloudtrail:LookupEvents", "*")]).toEqual([role, false]);
      expect([role, await may(role, "logs:FilterLogEvents", group)]).toEqual([role, false]);
    }
  });

  test("fit in IAM's limits for the inline policies of one role, and for each managed policy", () => {
    for (const role of ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"]) {
      expect(JSON.stringify(inlinePoliciesOf(stack, role)).length).toBeLessThan(10_240);
    }
    for (const id of stack.ids("aws_iam_policy")) {
      const policy = policyDocument(stack, `aws_iam_policy.${id}.policy`, references);
      expect(JSON.stringify(policy).length).toBeLessThan(6144);
    }
  });

  describe("with many environments", () => {
    const many = (count: number, changes: Partial<EnvironmentSettings["state"]> = {}, region?: string) => [
      ...environments,
      ...Array.from({ length: count - environments.length }, (_, position) => ({
        ...prod,
        name: `stage${position}`,
        network: { ...prod.network, cidr: `10.${position + 100}.0.0/16` },
        state: { ...prod.state, ...changes },
        ...(region === undefined ? {} : { region }),
      })),
    ];
    const sizeOf = (policies: readonly object[]) =>
      policies.reduce((sum, policy) => {
        const single = JSON.stringify(policy).replace(/\[("[^"]*")\]/g, "$1");
        return sum + single.replace(/\s/g, "").length;
      }, 0);
    const size = (stack: Synthesized, role: string) => sizeOf(inlinePoliciesOf(stack, role));

    test("have policies that IAM accepts, for 50 environments of one account", () => {
      const stack = bootstrap({}, many(50));

      const policies = permissionsOf(stack, "TerraformExecutionRole");
      expect(policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource = [] }) => Resource))).toEqual(
        expect.arrayContaining([
          "arn:aws:iam::123456789012:role/platform-dev-*",
          "arn:aws:iam::123456789012:role/platform-stage47-*",
        ]),
      );
      for (const role of ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"]) {
        const inline = inlinePoliciesOf(stack, role);
        const managed = permissionsOf(stack, role).slice(inline.length);
        expect(sizeOf(inline)).toBeLessThanOrEqual(10_240);
        expect(managed.length).toBeLessThanOrEqual(10);
        for (const policy of managed) expect(sizeOf([policy])).toBeLessThanOrEqual(6144);
      }
    });

    /** Names as long as a cluster's can be, with `platform-`, and each state with a copy. */
    const longest = (count: number, changes?: Partial<EnvironmentSettings["state"]>) => [
      ...environments,
      ...Array.from({ length: count }, (_, position) =>
        copied({
          ...prod,
          name: `stage${position}-`.padEnd(27, "x"),
          network: { ...prod.network, cidr: `10.${position + 100}.0.0/16` },
          state: { ...prod.state, ...changes },
        }),
      ),
    ];

    describe("with the longest names and copies of their state", () => {
      const stack = bootstrap({}, longest(48));
      const bucket = (name: string) => `arn:aws:s3:::my-terraform-state-${name}`;
      const decision = (action: string, resource: string, owner = account, context: AccessCase["context"] = {}) =>
        evaluate({
          principal: `arn:aws:iam::${account}:role/TerraformExecutionRole`,
          identityPolicies: permissionsOf(stack, "TerraformExecutionRole", anyReferences),
          action,
          resource,
          context: { "aws:ResourceAccount": owner, ...context },
        });

      test("are within IAM's default quotas", () => {
        const inline = inlinePoliciesOf(stack, "TerraformExecutionRole", anyReferences);
        const managed = permissionsOf(stack, "TerraformExecutionRole", anyReferences).slice(inline.length);

        expect(sizeOf(inline)).toBeLessThanOrEqual(10_240);
        expect(managed.length).toBeLessThanOrEqual(10);
        for (const policy of managed) expect(sizeOf([policy])).toBeLessThanOrEqual(6144);
      });

      test("reach the state of each environment", async () => {
        for (const name of ["dev", "prod", "stage0-xxxxxxxxxxxxxxxxxxxx-replica"]) {
          expect(await decision("s3:ListBucket", bucket(name))).toBe("Allowed");
          expect(await decision("s3:PutObject", `${bucket(name)}${state}`)).toBe("Allowed");
          expect(await decision("s3:DeleteObject", `${bucket(name)}${state}.tflock`)).toBe("Allowed");
        }
      });

      test.each([
        ["s3:DeleteObject", `${bucket("dev")}${state}`],
        ["s3:GetObject", `${bucket("prod")}/bootstrap/terraform.tfstate`],
        ["s3:GetBucketPolicy", bucket("audit")],
        ["s3:GetBucketPolicy", bucket("audit-access")],
        ["s3:PutObject", `${bucket("audit")}${state}`],
        ["s3:GetObject", `${bucket("dev")}${state}`, "210987654321"],
        ["s3:ListBucket", "arn:aws:s3:::billing"],
      ])("do not reach anything else: %s on %s", async (action, resource, owner = account) => {
        expect(await decision(action, resource, owner)).not.toBe("Allowed");
      });
    });

    test("are patterns only for a role that deploys every environment of the account", () => {
      const [first, ...others] = longest(20);
      const own = { ...prod.state, principals: { roles: ["DevDeployer"] } };
      const apart = [{ ...dev, name: first?.name ?? "", state: { ...dev.state, ...own } }, ...others];
      const resources = permissionsOf(bootstrap({}, apart), "TerraformExecutionRole", anyReferences).flatMap(
        ({ Statement }) => Statement.flatMap(({ Resource = [] }) => Resource),
      );

      expect(resources).not.toContain("arn:aws:s3:::my-terraform-state-*");
    });

    test("are refused before IAM refuses them, with the next step", () => {
      expect(() => bootstrap({}, many(90))).toThrow(
        new RegExp(
          'organization\\.statePrincipals\\.roles: got "TerraformExecutionRole", allowed: a role whose permissions fit in ' +
            "the 10 managed policies that IAM allows on a role, not 1\\d for dev, prod, stage0 and 87 more: " +
            "give some of these environments their own roles \\(state\\.principals\\) or accounts",
        ),
      );
    });

    test("are accepted when these have their own roles", () => {
      const apart = bootstrap({}, many(90, { principals: { roles: ["StageDeployer"] } }).slice(0, 50));
      expect(apart.ids("aws_iam_role")).toEqual(expect.arrayContaining(["role_StageDeployer"]));
    });

    test.each(["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"])(
      "are measured as IAM will, but for keys not yet made: %s",
      (role) => {
        const policies = inlinePoliciesOf(stack, role).map(({ Statement }) =>
          Statement.map(({ Sid, Effect, Action, Resource, Condition = {} }) => ({
            sid: Sid,
            effect: Effect,
            actions: Action,
            resources: Resource,
            condition: Object.entries(Condition).flatMap(([test, variables]) =>
              Object.entries(variables).map(([variable, values]) => ({ test, variable, values })),
            ),
          })),
        );
        expect(policySize(policies)).toBe(size(stack, role));
      },
    );
  });

  test("have the path at the beginning of their name", () => {
    const other = bootstrap({ statePrincipals: { roles: ["ci/aws/Deployer"] } });

    expect(other.at("aws_iam_role.role_ci_aws_Deployer")).toMatchObject({ name: "Deployer", path: "/ci/aws/" });
  });

  test("are omitted where existing roles are named instead", () => {
    const created = (createRoles: CreatedRoles[]) =>
      bootstrap({ stateAccess: { createRoles } })
        .ids("aws_iam_role")
        .filter((id) => id.startsWith("role_"));

    expect(created(["planners"])).toEqual(["role_TerraformPlanRole"]);
    expect(created([])).toEqual([]);
  });

  test("isolate environments of one account when each names its own role", async () => {
    const apart = bootstrapWithOwnDeployers();

    expect(await can(apart, "DevDeployer", "dev")).toEqual(applying);
    expect(await can(apart, "DevDeployer", "prod")).toEqual(nothing);
    expect(await can(apart, "ProdDeployer", "prod")).toEqual(applying);
    expect(await can(apart, "ProdDeployer", "dev")).toEqual(nothing);
  });

  test.each(["123456789012", "210987654321"])("are created in each account, for its own states: %s", (accountId) => {
    const stack = bootstrap({}, [{ ...dev, account: "210987654321" }, prod], accountId);
    const [own, other] = accountId === "123456789012" ? ["prod", "dev"] : ["dev", "prod"];
    const permissions = JSON.stringify(permissionsOf(stack, "TerraformExecutionRole"));

    expect(stack.ids("aws_iam_role").filter((id) => id.startsWith("role_"))).toHaveLength(3);
    expect(permissions).toContain(`my-terraform-state-${own}`);
    expect(permissions).not.toContain(`my-terraform-state-${other}`);
  });
});
