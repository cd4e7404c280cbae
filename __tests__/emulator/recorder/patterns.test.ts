import path from "node:path";
import { execa } from "execa";
import { installEmulator } from "../../../emulator/install";
import { projectRoot } from "../../../src/commands/cli/project";

/** The services that deployments, commands and controllers call, by their names in botocore. */
const services = [
  "autoscaling",
  "chatbot",
  "cloudtrail",
  "cloudwatch",
  "ec2",
  "ecr",
  "eks",
  "elbv2",
  "events",
  "iam",
  "inspector2",
  "kms",
  "logs",
  "route53",
  "s3",
  "s3control",
  "sns",
  "sqs",
  "ssm",
  "sts",
];

const listing = `
import json, sys
from botocore.loaders import Loader
from recorder.patterns import compiled
for service in sys.argv[1:]:
    for name, shape in Loader().load_service_model(service, "service-2")["shapes"].items():
        if "pattern" in shape and compiled(shape["pattern"]) is None:
            print(service, name, shape["pattern"])
`;

test("every pattern is checked, except those that Python cannot express", async () => {
  const { stdout } = await execa(await installEmulator(), ["-W", "ignore", "-c", listing, ...services], {
    env: { PYTHONPATH: path.join(projectRoot, "emulator"), GATEWAY_PORT: "0" },
  });
  expect(stdout.split("\n")).toEqual(["route53 CidrNonce \\p{ASCII}+"]);
});
