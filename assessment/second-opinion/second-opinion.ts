import { acceptedFindings } from "../../scan/accepted-findings";
import { scan } from "../../scan/scan";
import type { ControlResult } from "../controls/results";
import { compareOpinions } from "./compare-opinions";
import type { SecondOpinion } from "./opinion";

/**
 * What checkov says of the stacks of this project, which it reads as JSON and as HCL, compared with the results of the
 * rules. Checkov is installed if it is missing, which takes the network; the scan itself does not.
 *
 * @param controls results of the same stacks
 * @throws CommandError when a stack cannot be synthesized or checkov does not run
 */
export async function secondOpinion(controls: readonly ControlResult[]): Promise<SecondOpinion> {
  const { stacks, results, accepted } = await scan();
  return compareOpinions(controls, { stacks, results, accepted, reasonOf: (entry) => acceptedFindings[entry]?.reason });
}
