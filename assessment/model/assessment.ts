import type { AccessMatrix } from "../access/matrix";
import type { ControlResult, UnexaminedType } from "../controls/results";
import type { InventoryRow, SideBySide } from "../inventory/inventory";
import type { JsonObject } from "../../src/cdktf/terraform-json";
import type { Block, Sources } from "./project";

/** A resource or data source with its arguments, which comparisons read. */
export interface AssessedBlock extends Pick<Block, "stack" | "address"> {
  readonly arguments: JsonObject;
}

/** What evidence says of a project, as plain data: the page, the exports and comparisons are made of it. */
export interface Assessment {
  readonly sources: Sources;

  /** Names of the stacks in the order of the settings, with the number of their resources. */
  readonly stacks: readonly {
    readonly name: string;
    readonly kind: "bootstrap" | "environment";
    readonly account: string;
    readonly region: string;
    readonly resources: number;
  }[];
  readonly controls: readonly ControlResult[];

  /** By type. */
  readonly unexaminedTypes: readonly UnexaminedType[];
  readonly access: readonly AccessMatrix[];
  readonly inventory: readonly InventoryRow[];
  readonly environments: SideBySide;

  /** In the order of the stacks. */
  readonly blocks: readonly AssessedBlock[];
}
