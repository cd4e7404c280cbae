/** A resource as auditors list it. Empty text where a property does not apply to the resource's type. */
export interface InventoryRow {
  readonly stack: string;
  readonly address: string;
  readonly type: string;

  /** Class and path of the construct. */
  readonly construct: string;
  readonly constructPath: string;

  /** The setting that asks for the resource, and where it is set: `environments/dev.ts:12`. */
  readonly setting: string;
  readonly settingSource: string;

  /** Where the code creates the resource: `src/constructs/vpc/vpc.ts:40`. */
  readonly source: string;
  readonly account: string;
  readonly region: string;

  /** How data is encrypted, and with which key. */
  readonly encryption: string;
  readonly key: string;

  /** From where the resource can be reached: "internet (203.0.113.0/24)", "VPC". */
  readonly exposure: string;

  /** How long data is kept. */
  readonly retention: string;
  readonly deletionProtection: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A setting or an argument of a resource that two or more environments have, and its value in each. */
export interface Difference {
  /** Path of the setting, or `<address> <argument>`. */
  readonly path: string;

  /** Value as JSON by environment; undefined where the environment does not have it. */
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly differs: boolean;
}

/** Environments side by side. */
export interface SideBySide {
  readonly environments: readonly string[];
  readonly settings: readonly Difference[];
  readonly resources: readonly Difference[];
}
