import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "@cdktf/hcl2json";
import { TerraformStack, Testing } from "cdktf";
import { environments, organization } from "../../support/example";
import { buildStacks } from "../../../src/app";
import { emulatorTarget } from "../../../src/target/emulator";
import { isObject } from "../../../src/cdktf/terraform-json";
import { hclOf, jsonOf } from "../../support/hcl";
import { TerraformFolder } from "../../support/terraform-folder";
import { RichStack } from "./rich-stack";

/** Arguments whose value the JSON syntax writes as a string and HCL as a reference. */
const references = /^(provider|depends_on|ignore_changes|replace_triggered_by|from|to|type)$/;

/**
 * The common form of JSON and parsed HCL: no comments, nulls or empty lists of blocks, no layout of expressions, and a
 * single block as a list.
 */
function normalize(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) {
    const elements = value.map((element) => normalize(element, name));
    return elements.length === 1 && isObject(elements[0]) ? elements[0] : elements;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([inner, one]) => {
      return inner !== "//" && one !== null && !(Array.isArray(one) && one.length === 0);
    });
    return Object.fromEntries(entries.map(([inner, one]) => [inner, normalize(one, inner)]));
  }
  if (typeof value !== "string") return value;
  if (references.test(name)) return value.replace(/^\$\{(.*)\}$/, "$1");
  return value.includes("${") ? value.replace(/\s/g, "") : value;
}

function stackNamed(name: string): TerraformStack {
  const app = Testing.app();
  buildStacks(app, organization, environments);
  const stack = app.node.findChild(name);
  if (stack instanceof TerraformStack) return stack;
  throw new Error(`${name} is no stack`);
}

describe("the HCL and the JSON of one stack", () => {
  test.each(["bootstrap", ...environments.map(({ name }) => name)])(
    "hold the same blocks and arguments: %s",
    async (name) => {
      expect(normalize(await parse("cdk.tf", hclOf(stackNamed(name))))).toEqual(normalize(jsonOf(stackNamed(name))));
    },
  );

  test("contain the same blocks and arguments: a stack with all special cases", async () => {
    const hcl = normalize(await parse("cdk.tf", hclOf(new RichStack(Testing.app()))));
    expect(hcl).toEqual(normalize(jsonOf(new RichStack(Testing.app()))));
  });
});

/** Lets Terraform plan without an AWS account and without the bucket of the backend. */
const offline = `terraform {
  backend "local" {}
}
${["", 'alias = "osaka"']
  .map(
    (alias) => `provider "aws" {
  ${alias}
  access_key                  = "offline"
  secret_key                  = "offline"
  allowed_account_ids         = null
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}`,
  )
  .join("\n")}
`;

interface Plan {
  readonly relevant_attributes?: unknown[];
  readonly [name: string]: unknown;
}

/** The plan of a configuration, apart from the notation of its constants. */
async function plan(folder: TerraformFolder): Promise<Plan> {
  await folder.terraform("plan", "-input=false", "-out=plan");
  const shown = JSON.parse(await folder.terraform("show", "-json", "plan"), (name, value: unknown) =>
    name === "constant_value" || (isObject(value) && Object.keys(value).length === 0) ? undefined : value,
  ) as Plan;
  const inAnyOrder = shown.relevant_attributes?.map((attribute) => JSON.stringify(attribute)).sort();
  return { ...shown, relevant_attributes: inAnyOrder, timestamp: undefined };
}

describe("in Terraform, the HCL and the JSON of one stack", () => {
  let json: TerraformFolder;
  let hcl: TerraformFolder;

  beforeAll(async () => {
    const stack = () => new RichStack(Testing.app(), { target: emulatorTarget });
    json = await TerraformFolder.create({
      "cdk.tf.json": JSON.stringify(jsonOf(stack())),
      "offline_override.tf": offline,
    });
    hcl = await TerraformFolder.create({ "cdk.tf": hclOf(stack()), "offline_override.tf": offline });
    await Promise.all([json, hcl].map((folder) => folder.terraform("init", "-input=false")));
  });

  afterAll(async () => {
    await Promise.all([json, hcl].map((folder) => folder.remove()));
  });

  test("are valid, without a warning", async () => {
    const results = await Promise.all([json, hcl].map((folder) => folder.terraform("validate", "-json")));
    expect(results.map((result) => JSON.parse(result) as unknown)).toEqual(
      [json, hcl].map(() => expect.objectContaining({ valid: true, diagnostics: [] }) as unknown),
    );
  });

  test("result in the same plan", async () => {
    const [jsonPlan, hclPlan] = await Promise.all([plan(json), plan(hcl)]);
    expect(jsonPlan.planned_values).toMatchObject({ root_module: { resources: expect.any(Array) as unknown } });
    expect(hclPlan).toEqual(jsonPlan);
  });

  test("need no further formatting", async () => {
    expect(await hcl.terraform("fmt", "-check", "cdk.tf")).toBe("");
    expect(readFileSync(path.join(hcl.path, "cdk.tf"), "utf8")).not.toMatch(/"\$\{[^{}"]+\}"/);
  });
});
