import { type TerraformStack, Testing } from "cdktf";

/** The HCL that a stack synthesizes. */
export function hclOf(stack: TerraformStack): string {
  return Testing.synthHcl(stack) as string;
}

/** The JSON that a stack synthesizes. */
export function jsonOf(stack: TerraformStack): unknown {
  return JSON.parse(Testing.synth(stack)) as unknown;
}
