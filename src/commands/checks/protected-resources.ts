import { z } from "zod";
import { isBootstrapStack } from "../../settings/names";
import { CommandError } from "../cli/command-error";
import { readSynthesized } from "../remote-state/backend";
import { addressOf, type TerraformState } from "../remote-state/terraform-state";
import type { Preflight } from "./subject";
import { someOf } from "../../options/some-of";

/**
 * Refuses to destroy the bootstrap stack.
 *
 * @throws CommandError when that is the stack
 */
export function checkNotBootstrap({ stack }: Pick<Preflight, "stack">): void {
  if (!isBootstrapStack(stack)) return;
  throw new CommandError(
    `${stack} contains the states of its account's environments and their keys: this command does not destroy it`,
    "name an environment; docs/remove-an-environment.md describes what remains when an environment is removed",
  );
}

const blockSchema = z.looseObject({
  lifecycle: z.looseObject({ prevent_destroy: z.boolean().optional() }).optional(),
});

const synthesizedSchema = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), blockSchema)).default({}),
});

type Protection = Pick<Preflight, "stack" | "folder" | "state">;

type Blocks = z.output<typeof synthesizedSchema>["resource"];

interface ProtectedResource {
  readonly address: string;
  readonly type: string;

  /** By the configuration, or only by AWS until a deploy turns the protection off. */
  readonly by: "configuration" | "aws";
}

/** Arguments that make AWS itself refuse to delete a resource. */
const awsProtections = ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"];

/** What `cluster.deletionProtection` protects. */
const setByEnvironment: ReadonlySet<string> = new Set(["aws_eks_cluster", "aws_kms_key"]);

/**
 * Refuses to destroy protected resources. Terraform's own error would only name a line of the configuration, and the
 * error from AWS would come when half of the environment is destroyed.
 *
 * @throws CommandError that names the resources, and the setting to change
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export async function checkProtectedResources({ stack, folder, state }: Protection): Promise<void> {
  const { found: object } = await state();
  if (!object) return;
  const { resource } = await readSynthesized(folder, synthesizedSchema);
  const found = protectedResources(object.state, resource);
  if (found.length === 0) return;
  const lines = found.map(({ address, by }) =>
    by === "aws" ? `  ${address}, by AWS, until the settings are deployed` : `  ${address}`,
  );
  throw new CommandError(
    [`deletion protection is enabled for these resources of ${stack}:`, ...lines].join("\n"),
    ["to destroy all of them:", ...steps(stack, found)].join("\n      "),
    { effect: "nothing was changed" },
  );
}

/** The resources of a state that Terraform or AWS refuses to destroy. */
function protectedResources({ resources }: TerraformState, blocks: Blocks): ProtectedResource[] {
  const managed = resources.filter(({ mode, module }) => mode === "managed" && module === undefined);
  return managed.flatMap((resource) => {
    const { type, name, instances } = resource;
    const isPrevented = blocks[type]?.[name]?.lifecycle?.prevent_destroy === true;
    return instances.flatMap((instance): ProtectedResource[] => {
      const address = addressOf(resource, instance);
      if (isPrevented) return [{ address, type, by: "configuration" }];
      const isKept = awsProtections.some((argument) => instance.attributes?.[argument] === true);
      return isKept ? [{ address, type, by: "aws" }] : [];
    });
  });
}

function steps(stack: string, found: readonly ProtectedResource[]): string[] {
  const configured = found.filter(({ by }) => by === "configuration");
  const others = found.filter(({ type }) => !setByEnvironment.has(type)).map(({ address }) => address);
  return [
    ...(configured.some(({ type }) => setByEnvironment.has(type))
      ? [`set cluster.deletionProtection: false for ${stack} in environments/`]
      : []),
    ...(others.length > 0 ? [`turn the protection off in the code that sets it: ${someOf(others)}`] : []),
    `npm run deploy -- ${stack}`,
    `npm run destroy -- ${stack}`,
  ];
}
