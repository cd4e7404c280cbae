import { resourceIds, type TerraformState } from "./terraform-state";

interface Known {
  readonly state: TerraformState;
}

/** Evidence in the history of a state against its current version. */
export interface StateRegression<Version extends Known> {
  /**
   * The current state is an older one of the same lineage, or one of another lineage, whose serials cannot be compared.
   */
  readonly kind: "reverted" | "replaced";

  /** The version that should be the current one. */
  readonly better: Version;

  /** Whether Terraform has continued from the current state, so that it may be intended. */
  readonly changedSince: boolean;
}

/**
 * Compares a state with the versions before it. A state that was restored over an unrelated one has not regressed: what
 * counts is which lineage came first.
 *
 * @param earlier the readable versions before, newest first
 */
export function stateRegressionOf<Version extends Known>(
  current: TerraformState,
  earlier: readonly Version[],
): StateRegression<Version> | undefined {
  const ofLineage = earlier.filter(({ state }) => state.lineage === current.lineage);
  const first = ofLineage.at(-1);
  const before = first ? earlier.slice(earlier.indexOf(first) + 1) : earlier;
  const [replaced] = before;
  if (replaced && resourceIds(replaced.state).size > 0) {
    const better = highest(before.filter(({ state }) => state.lineage === replaced.state.lineage)) ?? replaced;
    return { kind: "replaced", better, changedSince: isBeyond(current, ofLineage) };
  }
  const better = highest(ofLineage);
  if (!better || better.state.serial <= current.serial) return undefined;
  return { kind: "reverted", better, changedSince: isBeyond(current, ofLineage.slice(0, ofLineage.indexOf(better))) };
}

/** The newest of the states with the highest serial. */
function highest<Version extends Known>(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (best, version) => (best && best.state.serial >= version.state.serial ? best : version),
    undefined,
  );
}

function isBeyond(current: TerraformState, since: readonly Known[]): boolean {
  return since.some(({ state }) => state.serial < current.serial);
}
