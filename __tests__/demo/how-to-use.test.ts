import { howToUse } from "../../demo/how-to-use";

const kept = {
  env: { AWS_ACCESS_KEY_ID: "222233334444", AWS_ENDPOINT_URL: "http://127.0.0.1:4566" },
  logFile: "/tmp/emulator/emulator.log",
  stopCommand: "kill 42",
  outdir: "/tmp/emulator/cdktf.out",
  deployed: "staging",
};

test("a kept emulator of one account comes with the lines for it alone", () => {
  const locations = [{ account: "222233334444", region: "eu-west-1", stacks: ["bootstrap", "staging"] }];
  expect(howToUse({ ...kept, locations })).toBe(`
the emulator is still running; to try commands against it, paste these lines into a shell:

export AWS_ACCESS_KEY_ID='222233334444'
export AWS_ENDPOINT_URL='http://127.0.0.1:4566'
export CDKTF_OUTPUT='/tmp/emulator/cdktf.out'

then for example: npx cdktf diff staging
its log: /tmp/emulator/emulator.log
to stop it and remove all of its data: kill 42`);
});

test("a kept emulator of several accounts comes with the lines that switch between them", () => {
  const locations = [
    { account: "555566667777", region: "us-east-1", stacks: ["bootstrap", "live"] },
    { account: "222233334444", region: "eu-west-1", stacks: ["staging"] },
  ];
  expect(howToUse({ ...kept, locations })).toContain(`then for example: npx cdktf diff staging

for bootstrap, live in account 555566667777 and region us-east-1, paste these lines as well:

export AWS_ACCESS_KEY_ID='555566667777'
export AWS_SECRET_ACCESS_KEY='emulator'
export AWS_REGION='us-east-1'
export AWS_DEFAULT_REGION='us-east-1'

its log:`);
});
