import { resourceIds } from "../remote-state/terraform-state";
import type { StateObject } from "../remote-state/state-object";
import { fingerprintOf, type Sources } from "../plan-report/fingerprint";
import type { PlanReport, StackReport } from "../plan-report/report";

/** What the report about a plan is made of. */
interface PlannedReport {
  readonly stack: string;
  readonly plan: PlanReport;

  /** Undefined if the stack was never deployed. */
  readonly state: StateObject | undefined;

  /** Undefined outside a repository. */
  readonly sources: Sources | undefined;
}

/** The report about a plan, with what it is based on and its fingerprint. */
export function stackReport({ stack, plan, state, sources }: PlannedReport): StackReport {
  const { counts, items, outputs, deferred } = plan;
  const isEmpty =
    items.length + outputs.length + deferred.length === 0 && Object.values(counts).every((count) => count === 0);
  const needsConfirmation = items.some((item) => item.needsConfirmation);
  return {
    stack,
    outcome: needsConfirmation ? "needs-confirmation" : isEmpty ? "no-changes" : "changes",
    ...(state && {
      state: {
        serial: state.state.serial,
        resources: resourceIds(state.state).size,
        ...(state.lastModified && { writtenAt: state.lastModified.toISOString() }),
      },
    }),
    ...(sources && { commit: `${sources.commit}${sources.isChanged ? "+" : ""}` }),
    fingerprint: fingerprintOf({ stack, plan, serial: state?.state.serial, sources }),
    plan,
  };
}
