import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const ingress = (values: JsonObject) =>
  resources({ aws_vpc_security_group_ingress_rule: { a: { ip_protocol: "tcp", ...values } } });

/** Port 443 is open to anyone, the given one to the VPC; then the given one to anyone; then to unknown ranges. */
function port(number: number, anyone: JsonObject = { cidr_ipv4: "0.0.0.0/0" }): RuleCase {
  const ports = { from_port: number, to_port: number };
  return {
    passing: resources({
      aws_vpc_security_group_ingress_rule: {
        web: { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "0.0.0.0/0" },
        vpc: { ip_protocol: "tcp", ...ports, cidr_ipv4: "10.0.0.0/16" },
      },
    }),
    failing: ingress({ ...ports, ...anyone }),
    unknown: ingress({ ...ports, [Object.keys(anyone)[0] ?? ""]: "${var.range}" }),
  };
}

export const cases: RuleCases = {
  "security-group-opens-only-authorized-ports-to-internet": port(8443),
  "security-group-opens-no-high-risk-port-to-internet": port(3306),
  "security-group-opens-no-ssh-to-internet": port(22),
  "security-group-opens-no-rdp-to-internet": port(3389),
  "security-group-opens-no-cifs-to-internet": port(445),
  "security-group-opens-no-administration-port-to-ipv4-internet": port(22),
  "security-group-opens-no-administration-port-to-ipv6-internet": port(3389, { cidr_ipv6: "::/0" }),
};
