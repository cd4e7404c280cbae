/** Values of a Helm chart as far as they follow from what was made here: `terraform output -json` gives them to Helm. */
export type HelmValues = Readonly<Record<string, unknown>>;
