import { accessMatrices } from "../../../assessment/access/access-matrices";
import type { AccessMatrix } from "../../../assessment/access/matrix";
import { account, cellsOf, differences, type StackJson, synthesized } from "./synthesized";

const deployer = "TerraformExecutionRole";
const planner = "TerraformPlanRole";
const breakGlass = "TerraformBreakGlassRole";
const administrator = "any other principal with AdministratorAccess";
const withoutPolicies = "any other principal without policies";
const root = `arn:aws:iam::${account}:root`;
const outsiders = [withoutPolicies, "a principal with AdministratorAccess of another account", "anonymous"];

describe("the matrix of the example's prod", () => {
  let matrices: AccessMatrix[];
  let cell: ReturnType<typeof cellsOf>;

  beforeAll(async () => {
    matrices = await accessMatrices(synthesized());
    cell = cellsOf(matrices, "prod");
  });

  test("has a row for each principal and a cell for each question", () => {
    expect(matrices.map(({ environment }) => environment)).toEqual(["dev", "prod"]);
    for (const { rows, questions } of matrices) {
      const principals = rows.map(({ principal }) => principal);
      expect(new Set(principals).size).toBe(principals.length);
      expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
      for (const { cells } of rows) expect(cells).toHaveLength(questions.length);
    }
  });

  test.each([
    [deployer, "read-state", "allowed"],
    [deployer, "write-state", "allowed"],
    [deployer, "lock-state", "allowed"],
    [deployer, "erase-state", "denied"],
    [deployer, "change-bucket-policy", "denied"],
    [deployer, "endanger-state-key", "denied"],
    [deployer, "let-in", "allowed"],
    [deployer, "administer-cluster", "denied"],
    [deployer, "stop-trail", "denied"],
    [deployer, "silence-alerts", "denied"],
    [planner, "read-state", "allowed"],
    [planner, "write-state", "denied"],
    [planner, "lock-state", "denied"],
    [planner, "delete-repository", "denied"],
    [breakGlass, "erase-state", "allowed"],
    [breakGlass, "change-bucket-policy", "allowed"],
    [breakGlass, "endanger-state-key", "allowed"],
    ["platform-prod-node", "pull-images", "allowed"],
    ["platform-prod-node", "push-images", "denied"],
    ["platform-prod-node", "reach-endpoint", "allowed"],
    ["platform-prod-ebs-csi", "decrypt-data", "allowed"],
    ["PlatformAdministrator", "administer-cluster", "allowed"],
    ["PlatformViewer", "administer-cluster", "denied"],
    ["PlatformViewer", "view-cluster", "allowed"],
    [root, "change-bucket-policy", "allowed"],
    [root, "erase-state", "denied"],
    [administrator, "read-state", "denied"],
    [administrator, "assume-deployers", "allowed"],
  ])("%s %s: %s", (principal, question, decision) => {
    expect(cell(principal, question).decision).toBe(decision);
  });

  test.each(outsiders)("%s can do nothing", (principal) => {
    const prodMatrix = matrices.find(({ environment }) => environment === "prod");
    const allowed = prodMatrix?.questions.filter(({ id }) => cell(principal, id).decision !== "denied");
    expect(allowed?.map(({ id }) => id)).toEqual(["reach-endpoint"]);
  });

  test("names the statements that decide, those that deny too", () => {
    expect(cell(planner, "read-state").statements).toEqual([
      "data.aws_iam_policy_document.role_TerraformPlanRole_state_rights/ReadState",
      "data.aws_iam_policy_document.state_prod_access/ReadersReadState",
    ]);
    expect(cell(planner, "write-state").statements).toEqual([
      "data.aws_iam_policy_document.state_prod_access/DenyWritingStateToOthers",
    ]);
    expect(cell(breakGlass, "pull-images")).toEqual({ decision: "denied", statements: [] });
  });

  test("names the condition under which a request is allowed", () => {
    expect(cell(planner, "decrypt-state")).toMatchObject({
      decision: "conditional",
      note: "only where kms:ViaService is s3.ap-northeast-1.amazonaws.com",
    });
    expect(cell(administrator, "assume-break-glass")).toMatchObject({
      decision: "conditional",
      note: "only where aws:MultiFactorAuthPresent is true",
    });
    expect(cell("PlatformViewer", "reach-endpoint").note).toBe(
      "only from the cluster's VPC and networks connected to it",
    );
  });

  test("says that the account's IAM decides what policies leave to it", () => {
    const user = `arn:aws:iam::${account}:user/terraform-user`;
    expect(cell(user, "read-state")).toMatchObject({
      decision: "not-decided",
      note: `IAM policies of account ${account} decide`,
    });
    expect(cell(user, "erase-state").decision).toBe("denied");
  });

  test("says that AWS lets no root user assume a role", () => {
    expect(cell(root, "assume-deployers")).toEqual({
      decision: "denied",
      statements: [],
      note: "AWS lets no root user assume a role",
    });
  });

  test("names no condition that the policy of the resource excludes", () => {
    expect(cell(deployer, "decrypt-state")).toMatchObject({
      decision: "conditional",
      note: "only where kms:ViaService is s3.ap-northeast-1.amazonaws.com",
    });
  });

  test("leaves what groups of Kubernetes may do to the cluster", async () => {
    const group = (stacks: Record<string, StackJson>) => {
      const entry = stacks.prod?.resource?.aws_eks_access_entry?.cluster_access_role_PlatformViewer;
      if (entry) entry.kubernetes_groups = ["operators"];
    };
    const changed = cellsOf(await accessMatrices(synthesized({}, undefined, group)), "prod");
    expect(changed("PlatformViewer", "administer-cluster")).toEqual({
      decision: "not-decided",
      statements: ["aws_eks_access_entry.cluster_access_role_PlatformViewer"],
      note: "role bindings in the cluster decide for its groups: operators",
    });
    expect(changed("PlatformViewer", "view-cluster").decision).toBe("allowed");
  });

  test("shows a public endpoint's networks", () => {
    expect(cellsOf(matrices, "dev")("anonymous", "reach-endpoint")).toMatchObject({
      decision: "conditional",
      note: "only from 203.0.113.0/24, and from the cluster's VPC",
    });
  });

  test("is the same for the same settings", async () => {
    expect(JSON.stringify(await accessMatrices(synthesized()))).toBe(JSON.stringify(matrices));
  });

  test("shows in the right cells alone that a bucket policy lets one more principal read", async () => {
    const letIn = (stacks: Record<string, StackJson>) => {
      const { statement } = stacks.bootstrap?.data?.aws_iam_policy_document?.state_prod_access as { statement: Deny[] };
      const others = statement.find(({ sid }) => sid === "DenyReadingStateToOthers");
      others?.condition[0]?.values.push(`arn:aws:iam::${account}:role/PlatformViewer`);
      statement.push({
        sid: "Leak",
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::my-terraform-state-prod/*"],
        principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${account}:role/PlatformViewer`] }],
        condition: [],
      });
    };
    const changed = await accessMatrices(synthesized({}, undefined, letIn));

    expect(differences(matrices, changed)).toEqual(["prod PlatformViewer read-state"]);
    expect(cellsOf(changed, "prod")("PlatformViewer", "read-state")).toEqual({
      decision: "allowed",
      statements: ["data.aws_iam_policy_document.state_prod_access/Leak"],
    });
  });

  test("does not take a policy that only Terraform knows for one that allows or denies", async () => {
    const hide = (stacks: Record<string, StackJson>) => {
      const policy = stacks.bootstrap?.resource?.aws_s3_bucket_policy?.state_prod_policy;
      if (policy) policy.policy = "${var.policy}";
    };
    const hidden = cellsOf(await accessMatrices(synthesized({}, undefined, hide)), "prod");

    for (const principal of [deployer, planner, administrator, "anonymous"]) {
      expect(hidden(principal, "read-state")).toMatchObject({
        decision: "not-decided",
        note: "only Terraform knows ${var.policy}",
      });
    }
  });

  test("does not decide what rests on a policy that the simulator refuses", async () => {
    const spoil = (stacks: Record<string, StackJson>) => {
      const { statement } = stacks.bootstrap?.data?.aws_iam_policy_document?.state_prod_access as { statement: Deny[] };
      const readers = statement.find(({ sid }) => sid === "ReadersReadState");
      Object.assign(readers ?? {}, { principals: [{ type: "Nonsense", identifiers: ["all"] }] });
    };
    const spoilt = cellsOf(await accessMatrices(synthesized({}, undefined, spoil)), "prod");

    expect(spoilt(planner, "read-state").decision).toBe("not-decided");
    expect(spoilt(planner, "read-state").note).toMatch(/^the policy simulator refuses a policy: .*Nonsense/);
    expect(spoilt(planner, "push-images").decision).toBe("denied");
  });
});

interface Deny {
  readonly sid: string;
  readonly actions?: string[];
  readonly resources?: string[];
  readonly principals?: { readonly type: string; readonly identifiers: string[] }[];
  readonly condition: { readonly values: string[] }[];
}
