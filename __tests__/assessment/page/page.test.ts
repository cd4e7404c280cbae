import { draw } from "../../../assessment/drawing/draw";
import type { Assessment } from "../../../assessment/model/assessment";
import { page } from "../../../assessment/page/page";
import { environments, organization } from "../../support/example";
import { exampleChanges } from "../support/example-changes";
import { manyEnvironments } from "../support/many-environments";
import { exampleAssessment } from "../support/example-assessment";
import { synthesized } from "../support/synthesized";

const project = synthesized(organization, environments);
const assessment = exampleAssessment(project);
let html: string;

beforeAll(async () => {
  html = page(assessment, await draw(project));
});

function attributes(name: string, of = html): readonly string[] {
  return [...of.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
}

describe("the page", () => {
  test("stays under 2 MB for three stacks, and grows with what environments differ in", async () => {
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    const many = synthesized(organization, manyEnvironments(12));
    expect(Buffer.byteLength(page(exampleAssessment(many), await draw(many)))).toBeLessThan(4_000_000);
  });

  test("is the same in each run", async () => {
    expect(page(assessment, await draw(project))).toBe(html);
  });

  test("refers to no other host, and to files below its folder alone", () => {
    const outward = [...attributes("href"), ...attributes("src")].filter((link) => !link.startsWith("#"));
    expect(outward.filter((link) => !/^(stacks\/[\w-]+\/(hcl|json)\/[\w.]+)$/.test(link))).toEqual([]);
  });

  test("allows its own style and script alone", () => {
    expect(html).toMatch(/content="default-src &#39;none&#39;|content="default-src 'none'/);
  });

  test("gives each identifier once, and each link within it a target", () => {
    const ids = attributes("id");
    expect(ids).toHaveLength(new Set(ids).size);
    const targets = attributes("href").filter((link) => link.startsWith("#"));
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
  });

  test("counts the controls of each framework and result", () => {
    for (const { framework, outcome } of assessment.controls) {
      const number = assessment.controls.filter((one) => one.framework === framework && one.outcome === outcome).length;
      expect(html).toMatch(
        new RegExp(`<td class="number" data-outcome="${outcome}" data-framework="${framework}">(<a[^>]*>)?${number}<`),
      );
    }
  });

  test("lists every resource", () => {
    const ids = new Set(attributes("id"));
    for (const { stack, address } of assessment.inventory) expect(ids).toContain(`resource/${stack}/${address}`);
  });

  test("shows what changed since another assessment, and what got worse first", () => {
    expect(html).not.toContain("Changes</a>");
    const changed = page(assessment, [], { comparison: { against: "main", changes: exampleChanges } });
    expect(changed).toContain("Changes</a>");
    const text = changed.slice(changed.indexOf('<section id="changes"')).replaceAll(/<[^>]*>/g, "");
    expect(text).toContain(
      "Compared with main: 1 control got worse, 1 got better; 2 controls, 9 cells of the access matrices and 1 resource changed.",
    );
    expect(text).toMatch(
      /got worse: 1.*Locked state.*passesfails.*worse: aws_s3_bucket\.state_dev in dev: passes → fails; no lock/,
    );
    expect(text).toMatch(/more access/);
    expect(text).toContain(
      "4 principalsanonymousdeployerplannerviewerdev, prodCluster: reach its API endpointconditionalconditionalother accessonly from the cluster's VPC → only from 203.0.113.0/24",
    );
    expect(text).toMatch(/aws_vpc\.vpcdevchangedcidr_block&quot;10\.0\.0\.0\/16&quot;not set/);
  });

  test("quotes texts of the sources as texts", () => {
    const [control] = assessment.controls;
    if (!control) throw new Error("no control");
    const hostile: Assessment = {
      ...assessment,
      controls: [{ ...control, summary: "</details><script>alert(1)</script>" }],
    };
    expect(page(hostile, [])).toContain("&lt;/details>&lt;script>alert(1)&lt;/script>");
  });

  test("says what no control asks about, or that there is nothing", () => {
    expect(html).toContain("No control here asks anything of 4 resources of 1 type: ");
    expect(html).toContain("<code>aws_eip</code>: 4</li>");
    expect(page({ ...assessment, unexaminedTypes: [] }, [])).toContain(
      "Each type of resource in the stacks is examined",
    );
  });

  test("says what is accepted, by whom and until when, and that nothing fails where nothing does", () => {
    expect(html).toContain("The log target cannot log to itself");
    expect(html).toContain("2027-06-30");
    expect(html).not.toContain("No control fails.");
    expect(page({ ...assessment, controls: [] }, [])).toContain("No control fails.");
  });
});
