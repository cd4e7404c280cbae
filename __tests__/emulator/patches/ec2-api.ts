import type { Emulator } from "../../../emulator/emulator";
import { ec2 } from "../../support/ec2-query";

/** An answer of EC2: its XML, or the error that it names. */
export interface Ec2Answer {
  readonly status: number;
  readonly xml: string;

  /** Error code and message, separated by a colon; empty if the call succeeded. */
  readonly error: string;

  /** Text of the first element with this name. */
  readonly value: (element: string) => string;
}

/** EC2 of an emulator over the query protocol: the SDK's client for EC2 is no dependency of this project. */
export class Ec2Api {
  constructor(private readonly emulator: Emulator) {}

  async call(action: string, parameters: Readonly<Record<string, string>> = {}): Promise<Ec2Answer> {
    const { status, text: xml } = await ec2(this.emulator, { Action: action, ...parameters });
    const value = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? "";
    return { status, xml, value, error: status < 300 ? "" : `${value("Code")}: ${value("Message")}` };
  }

  /** @returns the error of a call, or nothing if it succeeds */
  async errorOf(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return (await this.call(action, parameters)).error;
  }

  /**
   * Creates something.
   *
   * @returns its ID, the text of `element`
   * @throws with the error if EC2 refuses it
   */
  async create(element: string, action: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
    const { error, value } = await this.call(action, parameters);
    if (error) throw new Error(`${action}: ${error}`);
    return value(element);
  }

  vpc(cidr = "10.0.0.0/16"): Promise<string> {
    return this.create("vpcId", "CreateVpc", { CidrBlock: cidr });
  }

  subnet(vpc: string, cidr: string, zone = "a"): Promise<string> {
    return this.create("subnetId", "CreateSubnet", {
      VpcId: vpc,
      CidrBlock: cidr,
      AvailabilityZone: `ap-northeast-1${zone}`,
    });
  }

  securityGroup(vpc: string, name = "group"): Promise<string> {
    return this.create("groupId", "CreateSecurityGroup", { VpcId: vpc, GroupName: name, GroupDescription: name });
  }

  async internetGateway(vpc: string): Promise<string> {
    const gateway = await this.create("internetGatewayId", "CreateInternetGateway");
    await this.create("return", "AttachInternetGateway", { InternetGatewayId: gateway, VpcId: vpc });
    return gateway;
  }
}
