import type { Block, Project, SourceLine, Stack } from "../model/project";
import { locationOf } from "../model/provider";
import { deletionProtectionOf } from "./deletion-protection";
import { encryptionOf } from "./encryption";
import { exposureOf } from "./exposure";
import type { InventoryRow } from "./inventory";
import { retentionOf } from "./retention";
import { tagsOf } from "./tags";

/** Each resource of the project, stack by stack, in the order of the JSON. */
export function inventoryOf(project: Project): InventoryRow[] {
  return project.stacks.flatMap((stack) =>
    [...stack.blocks.values()]
      .filter(({ kind }) => kind === "resource")
      .map((block) => rowOf(block, stack, project.provenance)),
  );
}

function rowOf(block: Block, stack: Stack, provenances: Project["provenance"]): InventoryRow {
  const provenance = provenances.get(`${stack.name}/${block.address}`);
  return {
    stack: stack.name,
    address: block.address,
    type: block.type,
    construct: provenance?.construct ?? "",
    constructPath: provenance?.constructPath ?? block.constructPath,
    setting: provenance?.setting.path ?? "",
    settingSource: lineText(provenance?.setting.source),
    source: lineText(provenance?.source),
    ...placeOf(block, stack),
    ...encryptionOf(block, stack),
    exposure: exposureOf(block, stack),
    retention: retentionOf(block, stack),
    deletionProtection: deletionProtectionOf(block, stack),
    tags: tagsOf(block, stack),
  };
}

/**
 * Account and region. Identities of IAM are of no region.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
function placeOf(block: Block, stack: Stack): Pick<InventoryRow, "account" | "region"> {
  const { account, region } = locationOf(block, stack);
  return {
    account: account ?? "unknown",
    region: block.type.startsWith("aws_iam_") ? "global" : (region ?? "unknown"),
  };
}

function lineText(source: SourceLine | undefined): string {
  return source ? `${source.file}:${source.line}` : "";
}
