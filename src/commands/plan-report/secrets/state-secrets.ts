import { isObject } from "../values/masks";
import { isSecretName } from "./secret-names";
import { SecretValues } from "./secret-values";

/**
 * Every value that a state marks as sensitive or names like a secret, for the text of a run that made no plan.
 *
 * @param state a state file of format 4
 * @see https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go
 */
export function secretsOfState(state: unknown): ReadonlySet<string> {
  const secrets = new SecretValues();
  collect(state, secrets);
  return secrets.values;
}

function collect(value: unknown, secrets: SecretValues): void {
  if (Array.isArray(value)) {
    for (const element of value as unknown[]) collect(element, secrets);
    return;
  }
  if (!isObject(value)) return;
  if (Array.isArray(value.sensitive_attributes)) {
    for (const path of value.sensitive_attributes as unknown[]) secrets.addAll(follow(value.attributes, path));
  }
  if (value.sensitive === true && "value" in value) secrets.addAll(value.value);
  for (const [name, part] of Object.entries(value)) {
    if (isSecretName(name)) secrets.addAll(part);
    collect(part, secrets);
  }
}

/** The part of the attributes that a path of steps leads to: names of attributes, and indexes or keys of collections. */
function follow(attributes: unknown, path: unknown): unknown {
  const steps: unknown[] = Array.isArray(path) ? path : [];
  return steps.reduce<unknown>((value, step) => {
    const written = isObject(step) ? step.value : undefined;
    const key = isObject(written) ? written.value : written;
    if (Array.isArray(value)) return (value as unknown[])[Number(key)];
    return isObject(value) ? value[String(key)] : undefined;
  }, attributes);
}
