import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcEndpointRouteTableAssociation } from "@cdktf/provider-aws/lib/vpc-endpoint-route-table-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface S3EndpointProps {
  readonly vpcId: string;

  /** Prefix of the Name tag. */
  readonly name: string;

  readonly region: string;

  /** Route tables with a route to the endpoint, each by a stable name such as `private-a`. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/**
 * The gateway endpoint for S3: free of charge, and the path for image layers if there is no NAT gateway.
 *
 * Its policy is the AWS default, which allows full access: image layers and packages are read from buckets of AWS by
 * presigned URLs that contain neither this account nor its organization. IAM and bucket policies control access.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export class S3Endpoint extends Construct {
  /** The associations of the route tables with the endpoint. */
  readonly associations: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: S3EndpointProps) {
    super(scope, id);
    const endpoint = new VpcEndpoint(this, "Resource", {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      tags: { Name: `${props.name}-s3` },
    });

    this.associations = Object.entries(props.routeTableIds).map(
      ([name, routeTableId]) =>
        new VpcEndpointRouteTableAssociation(this, name, { vpcEndpointId: endpoint.id, routeTableId }),
    );
  }
}
