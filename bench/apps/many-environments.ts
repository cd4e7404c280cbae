import { App } from "cdktf";
import { buildApp } from "../../src/app";
import { selectionOf } from "../../src/cdktf/selected-stacks";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";

/**
 * As many environments as the first argument says, each in an account of its own and alternately as large as a development
 * and a production environment. A second argument names the only stack to synthesize.
 */

const [, , count, stack] = process.argv;

const organization: OrganizationSettings = {
  name: "bench",
  stateBucketPrefix: "bench-state",
  region: "eu-central-1",
  statePrincipals: { roles: ["Deployer"] },
  bootstrap: { stateEnvironment: "env-0", assumeRole: "Bootstrap" },
};

const nodes = { instanceTypes: ["t3.large"], minSize: 1, desiredSize: 2, maxSize: 4 };

function environment(number: number): EnvironmentSettings {
  const account = String(100_000_000_000 + number);
  const isProduction = number % 2 === 0;
  return {
    name: `env-${number}`,
    account,
    state: { encryption: isProduction ? "aws:kms" : "AES256" },
    encryption: isProduction ? "customer-managed" : "aws-managed",
    network: {
      cidr: `10.${number}.0.0/16`,
      availabilityZones: isProduction ? ["a", "b", "c"] : ["a", "b"],
      natGateways: isProduction ? "one-per-az" : "single",
    },
    cluster: {
      version: "1.35",
      deletionProtection: isProduction,
      access: { administrators: [`arn:aws:iam::${account}:role/Administrator`] },
      nodeGroups: isProduction ? { system: nodes, general: nodes } : { general: nodes },
    },
    repositories: { api: {}, web: {} },
  };
}

const app = new App({ context: stack === undefined ? undefined : selectionOf([stack]) });
buildApp(
  app,
  organization,
  Array.from({ length: Number(count) }, (_, index) => environment(index)),
);
app.synth();
