import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import type { Project } from "../../../assessment/model/project";
import { buildStacks } from "../../../src/app";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import type { EnvironmentSettings } from "../../../src/settings/environment";
import type { OrganizationSettings } from "../../../src/settings/organization";
import { projectOf } from "./project";

/** The project of these settings, synthesized in this process. */
export function synthesized(organization: OrganizationSettings, environments: readonly EnvironmentSettings[]): Project {
  const outdir = mkdtempSync(path.join(tmpdir(), "assessment-test-"));
  try {
    const app = new App({ outdir });
    buildStacks(app, organization, environments);
    app.synth();
    const names = app.node.children.map(({ node }) => node.id);
    return projectOf(Object.fromEntries(names.map((name) => [name, jsonOf(outdir, name)])));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function jsonOf(outdir: string, stack: string): JsonObject {
  return JSON.parse(readFileSync(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")) as JsonObject;
}
