import type { Emulator } from "../../emulator/emulator";

/** Calls EC2 as a caller of the emulator, which reads the caller's key and does not verify signatures. */
export async function ec2({ endpoint, env }: Emulator, parameters: Readonly<Record<string, string>>) {
  const scope = `${env.AWS_ACCESS_KEY_ID}/20260101/${env.AWS_REGION}/ec2/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...(env.AWS_SESSION_TOKEN ? { "X-Amz-Security-Token": env.AWS_SESSION_TOKEN } : {}),
    },
    body: new URLSearchParams({ Version: "2016-11-15", ...parameters }),
  });
  return { status: response.status, text: await response.text() };
}
