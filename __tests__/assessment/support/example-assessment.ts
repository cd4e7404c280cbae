import type { AccessMatrix, Cell } from "../../../assessment/access/matrix";
import type { ControlResult, Finding, Outcome } from "../../../assessment/controls/results";
import { assessedBlocks } from "../../../assessment/inventory/assessed-blocks";
import type { Difference, InventoryRow } from "../../../assessment/inventory/inventory";
import type { Assessment } from "../../../assessment/model/assessment";
import type { Block, Project, Stack } from "../../../assessment/model/project";
import { resourcesOf } from "../../../assessment/model/value";

/** An assessment with every result, decision and kind of text that the page shows, on the resources of a project. */
export function exampleAssessment(project: Project): Assessment {
  const environments = project.stacks.filter(({ kind }) => kind === "environment");
  return {
    sources: { commit: "0123456789abcdef0123456789abcdef01234567", clean: true, date: "2026-11-27" },
    stacks: project.stacks.map((stack) => ({ ...identity(stack), resources: resourceBlocks(stack).length })),
    controls: controls(project),
    unexaminedTypes: [{ type: "aws_eip", resources: 4 }],
    access: environments.map(matrix),
    inventory: project.stacks.flatMap((stack) => resourceBlocks(stack).map((block) => row(stack, block))),
    environments: {
      environments: environments.map(({ name }) => name),
      settings: ["network.cidr", "cluster.version", "repositories.api.forceDelete"].map((path, index) =>
        difference(path, environments, index < 2),
      ),
      resources: argumentsOf(environments),
    },
    blocks: assessedBlocks(project),
  };
}

function identity({ name, kind, account, region }: Stack) {
  return { name, kind, account, region };
}

function resourceBlocks(stack: Stack): readonly Block[] {
  return [...stack.blocks.values()].filter(({ kind }) => kind === "resource");
}

function row(stack: Stack, { address, type, constructPath }: Block): InventoryRow {
  return {
    stack: stack.name,
    address,
    type,
    construct: "Construct",
    constructPath,
    setting: stack.kind === "bootstrap" ? "bootstrap" : "cluster.nodeGroups",
    settingSource: `environments/${stack.name}.ts:12`,
    source: "src/constructs/vpc/vpc.ts:40",
    account: stack.account,
    region: stack.region,
    encryption: type === "aws_s3_bucket" ? "aws:kms" : "",
    key: type === "aws_s3_bucket" ? "alias/terraform-state" : "",
    exposure: type === "aws_eks_cluster" ? "internet (203.0.113.0/24)" : "",
    retention: "",
    deletionProtection: "",
    tags: { Environment: stack.name, Project: "platform" },
  };
}

const acceptance = {
  rule: "example-demand",
  reason: "The log target cannot log to itself",
  owner: "platform team",
  expires: "2027-06-30",
};

/** One control of each outcome and framework, with findings on the resources of a type. */
function controls(project: Project): readonly ControlResult[] {
  const types = ["aws_s3_bucket", "aws_kms_key", "aws_eks_cluster", "aws_iam_role", "aws_sqs_queue"];
  const results: readonly Outcome[] = ["passes", "fails", "accepted", "not-decided"];
  return ["reference", "aws-fsbp", "cis-aws", "cis-eks"].flatMap((framework) =>
    types.flatMap((type) =>
      results.map((outcome): ControlResult => {
        const findings = outcome === "not-decided" ? [] : findingsOn(project, type, outcome);
        return {
          framework,
          id: `${type.slice(4)}.${outcome}`,
          numbers: { "CIS AWS 6.0": "3.1.4" },
          title: `Resources of the type ${type} should be as this control asks`,
          asks: `Each ${type} has what the control asks for, unless <an acceptance> & its reason say otherwise.`,
          rules: ["example-demand"],
          decidedBy: outcome === "not-decided" ? "a setting of the account, which Config records" : undefined,
          outcome,
          examined: findings.length,
          findings,
          summary: findings.length === 0 ? `none of this kind exists: 0 ${type}` : `${findings.length} examined`,
        };
      }),
    ),
  );
}

function findingsOn(project: Project, type: string, outcome: Exclude<Outcome, "not-decided">): readonly Finding[] {
  return project.stacks.flatMap((stack) =>
    resourcesOf(stack, type).map(({ address }) => ({
      rule: "example-demand",
      stack: stack.name,
      address,
      outcome,
      attribute: "rule.sse_algorithm",
      found: 'it is "aws:kms"',
      acceptance: outcome === "accepted" ? acceptance : undefined,
    })),
  );
}

function matrix({ name, account }: Stack): AccessMatrix {
  const groups = ["State", "Keys", "Roles", "Cluster", "Images", "API endpoint"];
  const questions = groups.flatMap((group) =>
    ["read", "write", "lock", "erase"].map((label) => ({
      id: `${label}-${group}`,
      group,
      label,
      explains: `s3:GetObject on arn:aws:s3:::my-terraform-state-${name}/*`,
    })),
  );
  const names = ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole", "PlatformAdministrator"];
  return {
    environment: name,
    questions,
    rows: [...names.map((role) => `arn:aws:iam::${account}:role/${role}`), "any other principal of the account"].map(
      (principal, row) => ({ principal, role: "deployers", cells: questions.map((_, column) => cell(row + column)) }),
    ),
  };
}

function cell(index: number): Cell {
  const statements = [`data.aws_iam_policy_document.state_access/Read${index % 5}`];
  if (index % 4 === 0) return { decision: "denied", statements: [] };
  if (index % 4 === 1) return { decision: "allowed", statements };
  if (index % 4 === 2) return { decision: "conditional", statements, note: "only with aws:MultiFactorAuthPresent" };
  return { decision: "not-decided", statements: [], note: "the account's IAM decides who assumes the role" };
}

function difference(path: string, environments: readonly Stack[], differs: boolean): Difference {
  const values = environments.map(({ name }) => [name, differs ? JSON.stringify(`value of ${name}`) : "true"]);
  return { path, values: Object.fromEntries(values) as Difference["values"], differs };
}

function argumentsOf(environments: readonly Stack[]): readonly Difference[] {
  const paths = new Set(
    environments.flatMap((stack) =>
      resourceBlocks(stack).flatMap(({ address, values }) => Object.keys(values).map((name) => `${address} ${name}`)),
    ),
  );
  return [...paths].map((path) => {
    const [address = "", name = ""] = path.split(" ");
    const values = environments.map((stack): [string, string | undefined] => [
      stack.name,
      JSON.stringify(stack.blocks.get(address)?.values[name]),
    ]);
    const differs = new Set(values.map(([, value]) => value)).size > 1;
    return { path, values: Object.fromEntries(values), differs };
  });
}
