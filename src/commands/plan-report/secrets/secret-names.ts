/** Names of attributes, arguments and variables whose values are secrets even where nothing marks them as such. */
const secretName =
  /(^|[_.-])(passw(or)?d|passphrase|secret|secret_?(access_?)?key|secret_(string|binary)|private_?key(_\w+)?|pre_?shared_key|(access|auth|api|refresh|session|bearer)_?token|token|api_?key|client_secret|connection_string|credentials?|external_?id|webhook(_url)?|user_data(_base64)?)$/i;

/** A plan repeats a few names for every resource. */
const known = new Map<string, boolean>();

/** Whether what has this name is a secret. */
export function isSecretName(name: string): boolean {
  const found = known.get(name) ?? secretName.test(name.replace(/([a-z\d])([A-Z])/g, "$1_$2"));
  known.set(name, found);
  return found;
}
