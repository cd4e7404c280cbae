import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3BucketReplicationConfigurationA as S3Replication } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ReplicatedBucket, replicationPermissions } from "./replication-permissions";

/** The source or destination of a replication. */
export interface ReplicationEnd extends ReplicatedBucket {
  /** Replication requires versioning at source and destination. */
  readonly versioning: ITerraformDependable;
}

export interface StateReplicationProps {
  readonly accountId: string;
  readonly source: ReplicationEnd & { readonly bucketName: string };
  readonly destination: ReplicationEnd;

  /** Name of the role that S3 assumes, one of the replication roles in the state's access. */
  readonly roleName: string;
}

/**
 * Copies each version of the state to another region. Deletions are also copied: without the delete marker of a lock,
 * the copy of a state appears locked.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
 */
export class StateReplication extends Construct {
  constructor(scope: Construct, id: string, props: StateReplicationProps) {
    super(scope, id);
    const { source, destination } = props;
    const role = new IamRole(this, "role", {
      name: props.roleName,
      description: "Copies Terraform state into another region",
      assumeRolePolicy: this.trust(props).json,
    });
    const permissions = new DataAwsIamPolicyDocument(this, "rights", {
      statement: replicationPermissions(source, destination),
    });
    const policy = new IamRolePolicy(this, "policy", { name: "replicate", role: role.name, policy: permissions.json });
    const { encryptionKeyArn } = destination;
    new S3Replication(this, "Resource", {
      bucket: source.bucketName,
      role: role.arn,
      rule: [
        {
          id: "state",
          status: "Enabled",
          filter: { prefix: "" },
          priority: 0,
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: encryptionKeyArn ? { sseKmsEncryptedObjects: { status: "Enabled" } } : undefined,
          destination: {
            bucket: destination.bucketArn,
            encryptionConfiguration: encryptionKeyArn ? { replicaKmsKeyId: encryptionKeyArn } : undefined,
          },
        },
      ],
      dependsOn: [source.versioning, destination.versioning, policy],
    });
  }

  private trust({ accountId, source }: StateReplicationProps): DataAwsIamPolicyDocument {
    return new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
            { test: "ArnEquals", variable: "aws:SourceArn", values: [source.bucketArn] },
          ],
        },
      ],
    });
  }
}
