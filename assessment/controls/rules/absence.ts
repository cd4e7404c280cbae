import { type Rule, ruleOnTypes } from "../rule";
import { undecided } from "../verdict";

/** A rule on resources that the stacks do not create. One that is there has to be examined by another means. */
function noneOf(id: string, types: readonly string[], what: string, see: string): Rule {
  return ruleOnTypes({
    id,
    demands: `The stacks create no ${what}.`,
    types,
    see,
    decide: (block) => undecided(`an ${block.type}, whose arguments are not examined here`),
  });
}

const s3 = "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html";
const ec2 = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Controls of kinds of resources that the stacks do not create: the proof is that there are none. */
export const absenceRules: readonly Rule[] = [
  noneOf("no-s3-access-points", ["aws_s3_access_point"], "S3 access point", `${s3}#s3-19`),
  noneOf(
    "no-s3-multi-region-access-points",
    ["aws_s3control_multi_region_access_point"],
    "S3 multi-Region access point",
    `${s3}#s3-24`,
  ),
  noneOf("no-s3-directory-buckets", ["aws_s3_directory_bucket"], "S3 directory bucket", `${s3}#s3-25`),
  noneOf("no-vpn-connections", ["aws_vpn_connection"], "VPN connection", `${ec2}#ec2-20`),
  noneOf("no-transit-gateways", ["aws_ec2_transit_gateway"], "transit gateway", `${ec2}#ec2-23`),
  noneOf("no-client-vpn-endpoints", ["aws_ec2_client_vpn_endpoint"], "Client VPN endpoint", `${ec2}#ec2-51`),
  noneOf("no-instances", ["aws_instance"], "instance outside node groups", `${ec2}#ec2-24`),
  noneOf("no-spot-fleets", ["aws_spot_fleet_request"], "Spot Fleet request", `${ec2}#ec2-173`),
  noneOf(
    "no-vpc-peering",
    ["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"],
    "VPC peering",
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
  ),
  noneOf(
    "no-databases",
    ["aws_db_instance", "aws_rds_cluster"],
    "RDS instance or cluster",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
  ),
  noneOf(
    "no-efs-file-systems",
    ["aws_efs_file_system"],
    "EFS file system",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html",
  ),
  noneOf(
    "no-iam-server-certificates",
    ["aws_iam_server_certificate"],
    "certificate in IAM",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
  ),
  noneOf(
    "no-web-front-ends",
    ["aws_lb", "aws_alb", "aws_cloudfront_distribution", "aws_api_gateway_stage", "aws_apigatewayv2_stage"],
    "load balancer, distribution or API stage",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  ),
];
