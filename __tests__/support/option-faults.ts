import { faultLines } from "../../src/options/faults";
import { OptionsError } from "../../src/options/parse-options";

/** One line for each option that a construct refuses, without the heading. */
export function optionFaults(build: () => unknown): string[] {
  try {
    build();
    return [];
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return faultLines(error.faults).map((line) => line.trim());
  }
}
