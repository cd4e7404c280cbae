import type { ITerraformDependable } from "cdktf";
import { z } from "zod";
import { describeIssue } from "../../../options/schema-faults";

/** What a cluster needs to know about its VPC; subnets and addresses by the letter of their zone. */
export interface ClusterNetwork {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Subnets of the nodes and their pods. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;

  /** Subnets of the control plane's interfaces, without a route to the internet. */
  readonly intraSubnetIds: Readonly<Record<string, string>>;

  /** Number of addresses that each private subnet has for nodes and pods. */
  readonly privateAddresses: Readonly<Record<string, number>>;

  /** Routes, gateways and endpoints that a node needs in order to reach AWS and the image registries. */
  readonly nodeConnectivity: readonly ITerraformDependable[];
}

const byZone = <Value extends z.ZodType>(value: Value, least: number) =>
  z
    .record(z.string(), value, "values by the letter of their zone")
    .refine((values) => Object.keys(values).length >= least, `values of at least ${least} zones`);

const subnetIds = (least: number) => byZone(z.string("the ID of a subnet").min(1, "the ID of a subnet"), least);

const dependable = z.custom<ITerraformDependable>(
  (value) => typeof value === "object" && value !== null && "fqn" in value,
  "a resource",
);

/** EKS requires subnets in at least two zones for the control plane's interfaces. */
const networkFields = z
  .object(
    {
      vpcId: z.string("the ID of a VPC").min(1, "the ID of a VPC"),
      privateSubnetIds: subnetIds(1),
      intraSubnetIds: subnetIds(2),
      privateAddresses: byZone(z.number("a number of addresses"), 1),
      nodeConnectivity: z.array(dependable),
    },
    "a VPC and its subnets",
  )
  .refine(
    ({ privateSubnetIds, privateAddresses }) => Object.keys(privateSubnetIds).every((zone) => zone in privateAddresses),
    { path: ["privateAddresses"], error: "the addresses of each zone in privateSubnetIds" },
  );

/** The network of a cluster: a construct such as `Vpc`, or an object with the same attributes. */
export const clusterNetwork = z
  .custom<ClusterNetwork>((value) => typeof value === "object" && value !== null, "a VPC and its subnets")
  .superRefine((network, context) => {
    const { error } = networkFields.safeParse(network, { error: describeIssue, reportInput: true });
    for (const { path, input, message } of error?.issues ?? []) {
      context.addIssue({ code: "custom", path, input, message });
    }
  });
