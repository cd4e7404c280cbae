import { App, TerraformDataSource, TerraformResource } from "cdktf";
import { settingOf } from "../../../assessment/synthesis/setting-of";
import { isObject, type JsonObject } from "../../../src/cdktf/terraform-json";
import { buildStacks } from "../../../src/app";
import type { EnvironmentSettings } from "../../../src/settings/environment";
import type { OrganizationSettings } from "../../../src/settings/organization";
import { validateSettings } from "../../../src/settings/validate";
import * as everyOption from "../../support/every-option";
import * as example from "../../support/example";

function settingsOfBlocks(organization: OrganizationSettings, environments: readonly EnvironmentSettings[]) {
  const app = new App();
  buildStacks(app, organization, environments);
  const settings = JSON.parse(JSON.stringify(validateSettings(organization, environments))) as {
    organization: JsonObject;
    environments: JsonObject[];
  };
  const blocks = app.node
    .findAll()
    .filter((construct) => construct instanceof TerraformResource || construct instanceof TerraformDataSource);
  return { settings, found: blocks.map(({ node }) => [node.path, settingOf(node.path, settings)] as const) };
}

describe.each([
  ["the example settings", example.organization, example.environments],
  ["every option", everyOption.organization, everyOption.environments],
])("with %s", (_, organization, environments) => {
  test("each block has a setting that these settings have", () => {
    const { settings, found } = settingsOfBlocks(organization, environments);
    for (const [path, { owner, keys }] of found) {
      const values =
        owner === "organization" ? settings.organization : settings.environments.find(({ name }) => name === owner);
      const value = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), values);
      expect([path, keys, value !== undefined]).toEqual([path, keys, true]);
    }
  });
});
