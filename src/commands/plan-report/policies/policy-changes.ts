import { z } from "zod";
import type { PlanJson, ResourceChange } from "../../terraform/plan-json";
import { coversAny, isObject, maskOf } from "../values/masks";
import { compareStatements, type StatementChange } from "./compare";
import { plannedStatements } from "./planned-document";
import { type Statement, statementsIn } from "./statements";

/** The attributes that contain a policy of IAM, by type of resource. */
const policyAttributes: Readonly<Record<string, readonly string[]>> = {
  aws_ecr_registry_policy: ["policy"],
  aws_ecr_repository_policy: ["policy"],
  aws_iam_policy: ["policy"],
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_kms_key_policy: ["policy"],
  aws_kms_replica_key: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  aws_sns_topic_policy: ["policy"],
  aws_sqs_queue_policy: ["policy"],
  aws_vpc_endpoint: ["policy"],
};

/** What a plan does with the policies of a resource. */
export interface PolicyChanges {
  readonly statements: readonly StatementChange[];

  /** The attributes that are compared by statement. */
  readonly compared: ReadonlySet<string>;

  /** The attributes with statements that are known only after the apply. */
  readonly unknown: readonly string[];

  /** The attributes that Terraform writes again during the apply, with the same statements. */
  readonly rewritten: readonly string[];

  /** The attributes that change in something that is not shown. */
  readonly concealed: readonly string[];
}

interface ReadPolicy {
  readonly statements?: readonly StatementChange[];
  readonly unknown?: true;
  readonly isRewritten?: boolean;
  readonly isConcealed?: boolean;
}

/** Reads the policies of a plan's resources. */
export class PolicyReader {
  private readonly documents: ReadonlyMap<string, ResourceChange>;
  private readonly expressions: ReadonlyMap<string, readonly string[]>;

  constructor(plan: PlanJson) {
    const documents = plan.resource_changes.filter(({ type }) => type === "aws_iam_policy_document");
    this.documents = new Map(documents.map((document) => [document.address, document]));
    this.expressions = expressionsIn(plan);
  }

  /** The policies of a resource that change, by statement. */
  changesOf(resource: ResourceChange): PolicyChanges {
    const attributes = policyAttributes[resource.type] ?? [];
    const read = attributes.map((name) => ({ name, ...this.read(resource, name) }));
    return {
      statements: read.flatMap(({ statements }) => statements ?? []),
      compared: new Set(read.filter(({ statements, unknown }) => statements ?? unknown).map(({ name }) => name)),
      unknown: read.filter(({ unknown }) => unknown).map(({ name }) => name),
      concealed: read.filter(({ isConcealed }) => isConcealed).map(({ name }) => name),
      rewritten: read.filter(({ isRewritten }) => isRewritten).map(({ name }) => name),
    };
  }

  private read({ address, change }: ResourceChange, name: string): ReadPolicy {
    const masks = [change.before_sensitive, change.after_sensitive].map((mask) => maskOf(mask, name));
    if (masks.some(coversAny)) return {};
    const before = policyText(change.before, name);
    const old = before === "" ? [] : statementsIn(before);
    if (!old) return {};
    const isUnknown = coversAny(maskOf(change.after_unknown, name));
    const after = policyText(change.after, name);
    const fresh = isUnknown ? this.planned(address, name) : after === "" ? [] : statementsIn(after);
    // Without a policy in the configuration, AWS sets its default.
    if (!fresh) return isUnknown && this.isConfigured(address, name) ? { unknown: true } : {};
    const statements = compareStatements(name, old, fresh);
    const isHidden = [...old, ...fresh].some(({ parts }) =>
      parts.conditions?.some((text) => text.endsWith("= (hidden)")),
    );
    const isConcealed = isUnknown ? isHidden : before !== after && (isHidden || statements.length === 0);
    return { statements, isConcealed, isRewritten: isUnknown && statements.length === 0 };
  }

  private isConfigured(address: string, name: string): boolean {
    return this.expressions.size === 0 || this.expressions.has(`${withoutKeys(address)}.${name}`);
  }

  /** The statements of the document that a policy refers to and that is read during the apply. */
  private planned(address: string, name: string): Statement[] | undefined {
    const references = this.expressions.get(`${withoutKeys(address)}.${name}`) ?? [];
    const [document, ...others] = references.flatMap((reference) => this.documents.get(reference) ?? []);
    if (!document || others.length > 0 || coversAny(document.change.after_sensitive)) return undefined;
    return plannedStatements(document.change.after, document.change.after_unknown);
  }
}

function policyText(values: unknown, name: string): string {
  const value = isObject(values) ? values[name] : undefined;
  return typeof value === "string" ? value : "";
}

const configurationSchema = z.looseObject({
  root_module: z
    .looseObject({
      resources: z
        .array(z.looseObject({ address: z.string(), expressions: z.record(z.string(), z.unknown()).default({}) }))
        .default([]),
    })
    .optional(),
});

const referencesSchema = z.looseObject({ references: z.array(z.string()) });

/** What each argument of the root module refers to, by address and name. */
function expressionsIn(plan: PlanJson): Map<string, readonly string[]> {
  const { data } = configurationSchema.safeParse(plan.configuration);
  const resources = data?.root_module?.resources ?? [];
  return new Map(
    resources.flatMap(({ address, expressions }) =>
      Object.entries(expressions).map(([name, expression]) => {
        return [`${address}.${name}`, referencesSchema.safeParse(expression).data?.references ?? []] as const;
      }),
    ),
  );
}

function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
