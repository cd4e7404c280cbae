import type { Block, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { anyOf, type Truth } from "../../model/statements";
import { referenceOf, resourcesOf, valueAt } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import { verdictOf } from "../verdict";

const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

function hasEndpoint(id: string, service: string, control: string): Rule {
  return ruleOnEach({
    id,
    demands: `Each VPC has an interface endpoint of the service ${service}.`,
    type: "aws_vpc",
    see: `${controls}#${control}`,
    decide: (vpc, stack) => {
      const truths = resourcesOf(stack, "aws_vpc_endpoint").map((endpoint) => serves(endpoint, vpc, stack, service));
      return verdictOf(anyOf(truths), {
        yes: `an interface endpoint of ${service}`,
        no: `no interface endpoint of ${service}`,
        unknown: `whether an endpoint is one of ${service} is known to Terraform alone`,
      });
    },
  });
}

function serves(endpoint: Block, vpc: Block, stack: Stack, service: string): Truth {
  const kind = valueAt(endpoint, "vpc_endpoint_type");
  const owner = referenceOf(endpoint.values.vpc_id);
  if (kind.is === "absent" || (kind.is === "known" && kind.value !== "Interface")) return false;
  if (owner && owner.address !== vpc.address) return false;
  const name = valueAt(endpoint, "service_name");
  if (kind.is === "unknown" || owner === undefined || name.is === "unknown") return "unknown";
  const { region } = locationOf(endpoint, stack);
  return (
    name.is === "known" && new RegExp(`^(cn\\.)?com\\.amazonaws\\.${region}\\.${service}$`).test(String(name.value))
  );
}

/** Rules on the interface endpoints of a VPC, by the part of their name that follows the region. */
export const endpointRules: readonly Rule[] = [
  hasEndpoint("vpc-has-endpoint-ec2", "ec2", "ec2-10"),
  hasEndpoint("vpc-has-endpoint-ecr-api", "ecr.api", "ec2-55"),
  hasEndpoint("vpc-has-endpoint-ecr-dkr", "ecr.dkr", "ec2-56"),
  hasEndpoint("vpc-has-endpoint-ssm", "ssm", "ec2-57"),
  hasEndpoint("vpc-has-endpoint-ssm-contacts", "ssm-contacts", "ec2-58"),
  hasEndpoint("vpc-has-endpoint-ssm-incidents", "ssm-incidents", "ec2-60"),
];
