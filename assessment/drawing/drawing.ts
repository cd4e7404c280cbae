import type { Architecture, PartKind } from "./architecture";

/** A line of text of a box, at its left edge and baseline. */
export interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: "title" | "fact" | "content";
}

/** A box of a drawing with its texts. Coordinates are pixels from the drawing's upper left corner. */
export interface DrawnBox {
  readonly id: string;
  readonly kind: PartKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isContainer: boolean;
  readonly texts: readonly DrawnText[];

  /** Everything the box says, uncut. */
  readonly tooltip: string;
}

/** A connection of two boxes, as the corners of its line. */
export interface DrawnLine {
  readonly points: readonly (readonly [number, number])[];
  readonly label?: DrawnText;
  readonly tooltip: string;
}

/** The drawing of an environment, and the facts that it shows. */
export interface Drawing {
  readonly environment: string;
  readonly width: number;
  readonly height: number;

  /** Containers before the boxes inside them. */
  readonly boxes: readonly DrawnBox[];
  readonly lines: readonly DrawnLine[];
  readonly architecture: Architecture;
}
