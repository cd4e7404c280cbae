import { z } from "zod";

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const id = z.string("an ID, ARN or URL, or a reference to one");
const flag = z.boolean("true or false");
const statement = z.custom<object>(isObject, "a statement");

/** A list of the statements of a policy. */
export const statements = z.array(statement, "a list of statements");

/**
 * Props that constructs receive from a stack or from one another, and that are no options, by their names. Programs
 * without types could pass anything, which would fail within a construct or pass for a prop that is left out.
 */
export const commonProps: Readonly<Record<string, z.ZodType>> = {
  autoscaledNodeGroupNames: z.array(z.string("a name"), "a list of names"),
  clusterEndpoint: id,
  clusterName: id,
  clusterSecurityGroupId: id,
  dependsOn: z.array(z.custom<object>(isObject, "a resource"), "a list of resources"),
  encryptionKeyArn: id,
  isolatedVpc: flag,
  karpenter: flag,
  logEncryptionKeyArn: id,
  nodeTags: z.record(z.string(), z.string("a value"), "tags by their keys"),
  policies: z.record(z.string(), statements, "lists of statements by the name of their policy"),
  subnetId: id,
  volumeEncryptionKeyArn: id,
  vpcId: id,
};
