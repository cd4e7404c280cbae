import { sideBySide } from "../../../assessment/inventory/side-by-side";
import type { Project } from "../../../assessment/model/project";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import { environments, organization } from "../../support/example";
import { projectOf } from "../support/project";
import { synthesized } from "../support/synthesized";

function projectWith(resources: Readonly<Record<string, JsonObject>>, settings: readonly JsonObject[] = []): Project {
  const stacks = Object.entries(resources).map(([name, resource]) => [name, { resource }]);
  return { ...projectOf(Object.fromEntries(stacks) as never), settings: { organization: {}, environments: settings } };
}

test("settings that differ come first, and a list is one value", () => {
  const { settings } = sideBySide(
    projectWith({ dev: {}, prod: {} }, [
      { name: "dev", a: { same: 1, zones: ["a"] }, groups: [] },
      { name: "prod", a: { same: 1, zones: ["a", "c"] }, groups: [{ size: 1 }] },
    ]),
  );
  expect(settings).toEqual([
    { path: "a.zones", values: { dev: '["a"]', prod: '["a","c"]' }, differs: true },
    { path: "groups", values: { dev: "[]", prod: '[{"size":1}]' }, differs: true },
    { path: "a.same", values: { dev: "1", prod: "1" }, differs: false },
  ]);
});

test("arguments that differ have a row each, and the others of the resource one", () => {
  const { resources } = sideBySide(
    projectWith({
      dev: { aws_vpc: { vpc: { cidr_block: "10.0.0.0/16", tags: { Name: "platform-dev" } } } },
      prod: { aws_vpc: { vpc: { cidr_block: "10.1.0.0/16", tags: { Name: "platform-prod" } } } },
    }),
  );
  expect(resources).toEqual([
    { path: "aws_vpc.vpc cidr_block", values: { dev: '"10.0.0.0/16"', prod: '"10.1.0.0/16"' }, differs: true },
    {
      path: "aws_vpc.vpc",
      values: { dev: '"1 argument the same"', prod: '"1 argument the same"' },
      differs: false,
    },
  ]);
});

test("a name within a word is not that of the environment", () => {
  const { resources } = sideBySide(
    projectWith({ dev: { aws_vpc: { vpc: { a: "devices" } } }, prod: { aws_vpc: { vpc: { a: "prodices" } } } }),
  );
  expect(resources.filter(({ differs }) => differs).map(({ path }) => path)).toEqual(["aws_vpc.vpc a"]);
});

test("a resource that one environment does not have is a difference, and the others are compared", () => {
  const { resources } = sideBySide(
    projectWith({ a: { aws_eip: { x: { domain: "vpc" } } }, b: { aws_eip: { x: { domain: "standard" } } }, c: {} }),
  );
  expect(resources).toEqual([
    { path: "aws_eip.x", values: { a: '"exists"', b: '"exists"', c: undefined }, differs: true },
    { path: "aws_eip.x domain", values: { a: '"vpc"', b: '"standard"', c: undefined }, differs: true },
  ]);
});

test("a single environment has nothing to differ from", () => {
  const {
    environments: names,
    settings,
    resources,
  } = sideBySide(projectWith({ dev: { aws_vpc: { vpc: {} } } }, [{ name: "dev", region: "eu-west-1" }]));
  expect(names).toEqual(["dev"]);
  expect([...settings, ...resources].filter(({ differs }) => differs)).toEqual([]);
});

test("every resource of the example's environments is in it, and nothing of bootstrap", () => {
  const project = synthesized(organization, environments);
  const { resources } = sideBySide(project);
  const addresses = new Set(resources.map(({ path }) => path.split(" ")[0]));
  const own = project.stacks.filter(({ kind }) => kind === "environment");
  expect([...addresses].sort()).toEqual([...new Set(own.flatMap(({ blocks }) => [...blocks.keys()]))].sort());
});
