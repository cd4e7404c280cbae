import { policyDocumentOf } from "../../../emulator/referee/policy-document";

test("one value is a list of one, and numbers and booleans are strings", () => {
  const Statement = {
    Sid: "It",
    Effect: "Deny",
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Action: "s3:*",
    Resource: ["a", "b"],
    Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": [10] } },
  };
  expect(policyDocumentOf({ Version: "2012-10-17", Statement })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        ...Statement,
        Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
        Action: ["s3:*"],
        Condition: { Bool: { "aws:SecureTransport": ["false"] }, NumericLessThan: { "s3:max-keys": ["10"] } },
      },
    ],
  });
});

test("every principal stays every principal, and a document without a version has the first", () => {
  expect(policyDocumentOf({ Statement: [{ Effect: "Allow", Principal: "*", Action: ["s3:*"] }] })).toEqual({
    Version: "2008-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: ["s3:*"] }],
  });
});
