import type { Row } from "./framework";

const onNodes =
  "Running nodes: the image that EKS supplies sets it, or a custom image. What a launch template's user data changes is not examined.";

/** A row on the kubelet, which only a running node decides. */
function kubelet(id: string, title: string, asks: string): Row {
  return [id, title, asks, onNodes];
}

/** Section 3: worker nodes. */
export const nodeRows: readonly Row[] = [
  kubelet("3.1.1", "Permissions of the kubeconfig", "The kubelet's kubeconfig has mode 644 or stricter."),
  kubelet("3.1.2", "Owner of the kubeconfig", "The kubelet's kubeconfig belongs to root."),
  kubelet("3.1.3", "Permissions of the kubelet's configuration", "The configuration file has mode 644 or stricter."),
  kubelet("3.1.4", "Owner of the kubelet's configuration", "The configuration file belongs to root."),
  kubelet("3.2.1", "No anonymous requests to the kubelet", "The kubelet rejects requests without authentication."),
  kubelet("3.2.2", "Authorization by the kubelet", "The kubelet does not allow every authenticated request."),
  kubelet("3.2.3", "Certificate authority of clients", "The kubelet authenticates clients by a certificate authority."),
  kubelet("3.2.4", "No read-only port", "The kubelet serves no port without authentication."),
  kubelet("3.2.5", "Timeout of idle connections", "The kubelet closes idle streams."),
  kubelet("3.2.6", "iptables chains of the kubelet", "The kubelet manages its iptables chains."),
  kubelet("3.2.7", "Rate of events", "The kubelet records events at an appropriate rate."),
  kubelet("3.2.8", "Rotation of client certificates", "The kubelet rotates its client certificates."),
  kubelet("3.2.9", "Rotation of server certificates", "The kubelet rotates its server certificates."),
];
