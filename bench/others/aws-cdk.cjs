"use strict";

/**
 * What this project builds, as far as AWS CDK has a construct for it: an account's state buckets, key, audit trail and
 * roles, and two environments with a network, a cluster and repositories. It runs as JavaScript, without a compiler, and
 * without feature flags and lookups, which is the fastest that AWS CDK offers.
 */
const { App, Aws, Duration, RemovalPolicy, Stack } = require("aws-cdk-lib");
const cloudtrail = require("aws-cdk-lib/aws-cloudtrail");
const ec2 = require("aws-cdk-lib/aws-ec2");
const ecr = require("aws-cdk-lib/aws-ecr");
const eks = require("aws-cdk-lib/aws-eks-v2");
const events = require("aws-cdk-lib/aws-events");
const targets = require("aws-cdk-lib/aws-events-targets");
const iam = require("aws-cdk-lib/aws-iam");
const kms = require("aws-cdk-lib/aws-kms");
const s3 = require("aws-cdk-lib/aws-s3");
const sns = require("aws-cdk-lib/aws-sns");

// Without `env`, so that no zones are looked up in an account.
const region = "ap-northeast-1";

class Bootstrap extends Stack {
  constructor(scope, id, environments) {
    super(scope, id);
    const key = new kms.Key(this, "Key", { enableKeyRotation: true, alias: "terraform-state" });
    const logs = this.bucket("Logs", { encryption: s3.BucketEncryption.S3_MANAGED });
    const trail = new cloudtrail.Trail(this, "Trail", { bucket: logs, enableFileValidation: true });
    const alerts = new sns.Topic(this, "Alerts", { enforceSSL: true });
    for (const name of environments) {
      const bucket = this.bucket(`State-${name}`, { encryptionKey: key, serverAccessLogsBucket: logs });
      trail.addS3EventSelector([{ bucket }]);
      for (const access of ["reader", "writer", "deployer"]) {
        const role = new iam.Role(this, `${name}-${access}`, { assumedBy: new iam.AccountPrincipal(Aws.ACCOUNT_ID) });
        if (access === "reader") bucket.grantRead(role);
        else bucket.grantReadWrite(role);
      }
    }
    for (const source of ["aws.s3", "aws.kms", "aws.cloudtrail", "aws.iam"]) {
      const rule = new events.Rule(this, `Rule-${source}`, { eventPattern: { source: [source] } });
      rule.addTarget(new targets.SnsTopic(alerts));
    }
  }

  bucket(id, props) {
    return new s3.Bucket(this, id, {
      versioned: true,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90) }],
      ...props,
    });
  }
}

class Environment extends Stack {
  constructor(scope, id, { zones, natGateways }) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, "Vpc", {
      availabilityZones: zones.map((zone) => `${region}${zone}`),
      natGateways,
      flowLogs: { all: {} },
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    const secretsEncryptionKey = new kms.Key(this, "Secrets", { enableKeyRotation: true });
    const cluster = new eks.Cluster(this, "Cluster", {
      vpc,
      version: eks.KubernetesVersion.of("1.33"),
      defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      secretsEncryptionKey,
      clusterLogging: Object.values(eks.ClusterLoggingTypes),
    });
    const template = new ec2.LaunchTemplate(this, "Nodes", {
      requireImdsv2: true,
      blockDevices: [{ deviceName: "/dev/xvda", volume: ec2.BlockDeviceVolume.ebs(50, { encrypted: true }) }],
    });
    cluster.addNodegroupCapacity("general", {
      instanceTypes: [new ec2.InstanceType("m6i.large")],
      minSize: 3,
      maxSize: 9,
      launchTemplateSpec: { id: template.launchTemplateId, version: template.latestVersionNumber },
    });
    for (const addonName of ["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver", "eks-pod-identity-agent"]) {
      new eks.Addon(this, addonName, { cluster, addonName });
    }
    for (const name of ["api", "web"]) {
      new ecr.Repository(this, name, {
        imageScanOnPush: true,
        imageTagMutability: ecr.TagMutability.IMMUTABLE,
        lifecycleRules: [{ maxImageCount: 100 }],
      });
    }
  }
}

const app = new App();
new Bootstrap(app, "bootstrap", ["dev", "prod"]);
new Environment(app, "dev", { zones: ["a", "c"], natGateways: 1 });
new Environment(app, "prod", { zones: ["a", "c", "d"], natGateways: 3 });
app.synth();
