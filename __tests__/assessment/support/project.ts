import type { Project } from "../../../assessment/model/project";
import { stackOf } from "../../../assessment/model/stack";
import type { JsonObject } from "../../../src/cdktf/terraform-json";

type Providers = readonly { readonly region?: string; readonly allowed_account_ids?: readonly string[] }[];

/**
 * A project of synthesized stacks by name. A stack whose name begins with `bootstrap` is one; account and region are
 * those of its first provider, or an example's.
 *
 * @param date on which it is assessed, `YYYY-MM-DD`
 */
export function projectOf(stacks: Readonly<Record<string, JsonObject>>, date = "2026-11-27"): Project {
  return {
    stacks: Object.entries(stacks).map(([name, json]) => {
      const { aws: [first] = [] } = (json.provider ?? {}) as { readonly aws?: Providers };
      return stackOf({
        name,
        kind: name.startsWith("bootstrap") ? "bootstrap" : "environment",
        account: first?.allowed_account_ids?.[0] ?? "123456789012",
        region: first?.region ?? "ap-northeast-1",
        json,
      });
    }),
    settings: { organization: {}, environments: [] },
    provenance: new Map(),
    sources: { clean: true, date },
  };
}

/** A project of one environment stack, `dev`, with these resources and data sources by type and ID. */
export function resources(resource: JsonObject, data: JsonObject = {}): Project {
  return projectOf({ dev: { resource, data } });
}
