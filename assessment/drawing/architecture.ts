/** What a part of an architecture is, which decides its look. */
export type PartKind =
  "internet" | "location" | "network" | "zone" | "subnet" | "compute" | "registry" | "store" | "key" | "audit";

/** A part of an environment's architecture: drawn as a box, and listed in the text alternative. */
export interface Part {
  /** `<stack>/<address>` where one resource is drawn; unique in the architecture. */
  readonly id: string;
  readonly kind: PartKind;
  readonly title: string;
  readonly facts: readonly string[];

  /** What is placed in this part and needs no facts of its own, such as the NAT gateway of a subnet. */
  readonly contents?: readonly string[];

  /** Parts drawn inside this one, in the order in which they are drawn from top to bottom. */
  readonly children?: readonly Part[];

  /** Parts of one row have the same size, so that the tiers of several zones line up. */
  readonly row?: string;
}

/** A connection of two parts. */
export interface Link {
  readonly from: string;
  readonly to: string;

  /** What the connection is: "NAT", "encrypted with". */
  readonly label: string;
}

/** What the synthesized stacks create for one environment, with its state, trail and alerts. */
export interface Architecture {
  readonly environment: string;
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
}

/** The part that stands for the internet. */
export const internet = "internet";
