import { stackReadme } from "../../../assessment/output/stack-readme";
import type { Project, Provenance } from "../../../assessment/model/project";
import { resources } from "../support/project";

const made = (path: string): Provenance => ({ construct: "Example", constructPath: path, setting: { path } });

test("the settings of a stack are the items of one list, each with its blocks", () => {
  const provenance = new Map([
    ["dev/aws_vpc.vpc", made("dev.network")],
    ["dev/aws_eks_cluster.cluster", made("dev.cluster")],
  ]);
  const project: Project = { ...resources({ aws_vpc: { vpc: {} }, aws_eks_cluster: { cluster: {} } }), provenance };
  const [readme = ""] = project.stacks.map((stack) => stackReadme(stack, "hcl", project));
  expect(readme.slice(readme.indexOf("- Setting"))).toBe(`- Setting \`dev.cluster\`
  - \`aws_eks_cluster.cluster\` by \`Example\`

- Setting \`dev.network\`
  - \`aws_vpc.vpc\` by \`Example\`
`);
});
