import type { NodeGroupOptions } from "../../../../src/constructs/eks/nodes/node-group-options";
import { synthesizeCluster, systemGroup } from "../cluster/cluster-fixture";

const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/volumes";

function template(group: Partial<NodeGroupOptions> = {}, props: Parameters<typeof synthesizeCluster>[0] = {}) {
  const nodeGroups = { system: { ...systemGroup, ...group } };
  return synthesizeCluster({ nodeGroups, ...props }).at("aws_launch_template.cluster_nodes_system_launch_template");
}

describe("NodeLaunchTemplate", () => {
  test("provides instance metadata only for session tokens, and not to pods", () => {
    expect(template().metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "disabled",
    });
  });

  test("enables detailed monitoring", () => {
    expect(template().monitoring).toEqual({ enabled: true });
  });

  test("gives Amazon Linux one encrypted gp3 volume of 50 GiB", () => {
    expect(template().block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: { volume_type: "gp3", volume_size: 50, encrypted: "true", delete_on_termination: "true" },
      },
    ]);
  });

  test("gives Bottlerocket an encrypted system volume as in its image, and a data volume", () => {
    const volumes = { amiType: "BOTTLEROCKET_x86_64", diskSizeGiB: 100 } as const;
    expect(template(volumes, { volumeEncryptionKeyArn: keyArn }).block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: { volume_type: "gp3", encrypted: "true", kms_key_id: keyArn, delete_on_termination: "true" },
      },
      {
        device_name: "/dev/xvdb",
        ebs: {
          volume_type: "gp3",
          volume_size: 100,
          encrypted: "true",
          kms_key_id: keyArn,
          delete_on_termination: "true",
        },
      },
    ]);
  });

  test("names instances, volumes and interfaces after cluster and group", () => {
    const tags = { Name: "platform-dev-system" };
    expect(template().tag_specifications).toEqual([
      { resource_type: "instance", tags },
      { resource_type: "volume", tags },
      { resource_type: "network-interface", tags },
    ]);
  });

  test("tags instances, volumes and interfaces, to which default tags do not apply", () => {
    const { tag_specifications } = template({}, { nodeTags: { Environment: "dev" } });
    expect(tag_specifications).toHaveLength(3);
    for (const { tags } of tag_specifications as { tags: object }[]) {
      expect(tags).toEqual({ Name: "platform-dev-system", Environment: "dev" });
    }
  });

  test("leaves image, user data and instance type to EKS, which then sets the maximum number of pods", () => {
    const block = template();
    for (const argument of ["image_id", "user_data", "instance_type"]) expect(block).not.toHaveProperty(argument);
  });

  test("makes its newest version the default version", () => {
    expect(template()).toMatchObject({ name: "platform-dev-system", update_default_version: true });
  });
});
