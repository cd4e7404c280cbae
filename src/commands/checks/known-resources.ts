import { CommandError } from "../cli/command-error";
import { resourcesOf } from "../remote-state/state-contents";
import { stateUrl } from "../remote-state/state-object";
import { isProtectedType } from "../terraform/destructions";
import type { Addition } from "../terraform/plan";
import type { PlanReview } from "./subject";

type KnownResources = Pick<PlanReview, "stack" | "folder" | "backend" | "state" | "plan">;

/** Addresses that a message lists before it only counts them. */
const listed = 10;

/**
 * Refuses a plan that creates again what the state already contains. Terraform then either planned with another state
 * than the one that the checks read, or AWS no longer returns the resources: of a single resource that was deleted by
 * hand, a deployment creates another one, but where a resource that cannot be recovered is missing, or half of the
 * stack, the request more probably reached another region or endpoint.
 *
 * @throws CommandError that names the resources, and how to record that they no longer exist
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan#planning-modes
 */
export async function checkKnownResources({ stack, folder, backend, state, plan }: KnownResources): Promise<void> {
  const { found } = await state();
  if (!found) return;
  const known = resourcesOf(found.state);
  const again = plan.additions.filter(({ address }) => known.has(address));
  const elsewhere = again.filter(({ isGone }) => !isGone);
  const knows = `the state of ${stack} in ${stateUrl(backend)} contains ${known.size} resources`;
  if (elsewhere.length > 0) {
    throw new CommandError(
      [`${knows}, and the plan creates ${elsewhere.length} of them again:`, ...lines(elsewhere)].join("\n"),
      "Terraform planned with another state, or another run changed it meanwhile: run the command again, then look for what selects another state (npm run doctor)",
      { effect: "nothing was applied" },
    );
  }
  const isFew = again.length * 2 < known.size && !again.some(({ type }) => isProtectedType(type));
  if (again.length === 0 || isFew) return;
  throw new CommandError(
    [`${knows}, and AWS no longer returns ${again.length} of them:`, ...lines(again)].join("\n"),
    [
      `check that the region and AWS_ENDPOINT_URL* are those of ${stack}, and keep a key that is pending`,
      "deletion with aws kms cancel-key-deletion; if the resources were deleted on purpose, record that, then run the command again:",
      `terraform -chdir=${folder} apply -refresh-only`,
    ].join("\n      "),
    { effect: "nothing was applied" },
  );
}

function lines(additions: readonly Addition[]): string[] {
  const more = additions.length - listed;
  return [
    ...additions.slice(0, listed).map(({ address }) => `  ${address}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
