import { z } from "zod";
import { howToKeep } from "../../stacks/protection-record";
import { CommandError } from "../cli/command-error";
import { readSynthesized } from "../remote-state/backend";
import type { Preflight } from "./subject";

const names = z.array(z.string());
const recordSchema = z.looseObject({ protected_resources: z.looseObject({ value: names }) });
const synthesizedSchema = z.looseObject({ locals: z.looseObject({ declared_resources: names }) });

/**
 * Refuses to plan when the settings no longer declare a resource that the state records as protected. Terraform refuses
 * the plan as well, by the same record.
 *
 * @throws CommandError that names the resources, and the settings that declare them
 */
export async function checkRecordedResources({
  stack,
  folder,
  state,
}: Pick<Preflight, "stack" | "folder" | "state">): Promise<void> {
  const { found } = await state();
  const record = recordSchema.safeParse(found?.state.outputs);
  if (!record.success) return;
  const { locals } = await readSynthesized(folder, synthesizedSchema);
  const declared = new Set(locals.declared_resources);
  const missing = record.data.protected_resources.value.filter((name) => !declared.has(name));
  if (missing.length === 0) return;
  throw new CommandError(
    [`the settings no longer declare what ${stack} protects:`, ...missing.map((name) => `  ${name}`)].join("\n"),
    howToKeep(stack),
    { effect: "nothing was changed" },
  );
}
