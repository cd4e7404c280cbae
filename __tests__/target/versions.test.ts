import { nodeFault } from "../../src/target/versions";

test.each(["20.19.0", "22.13.0", "24.0.0", "24.21.0", "26.12.1"])("Node %s is supported", (version) => {
  expect(nodeFault(version)).toBeUndefined();
});

test.each(["18.20.8", "20.18.3", "22.12.0", "23.11.1", "25.9.0", "27.0.0", "27.0.0-nightly20260901"])(
  "Node %s is refused in one line",
  (version) => {
    expect(nodeFault(version)).toBe(
      `Node ${version} is not supported: install 22 (22.13 or later), 24 or 26 from https://nodejs.org/en/download`,
    );
  },
);
