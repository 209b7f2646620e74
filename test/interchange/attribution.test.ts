import { expect, it } from "vitest";
import { attribution } from "../../src/interchange/attribution.js";
import { surveyor } from "../../src/interchange/survey.js";
import type { SampleRecord } from "../../src/sample/record.js";

const shape = (id: string, licence: string | null, sha256 = "a".repeat(64)) => ({ category: "car", categoryNames: {}, keypoints: [], shape: { id, kind: "file", name: id, licence, author: "Ann\n# heading", sha256 } });

function recordOf(objects: object[]): SampleRecord {
  return { files: {}, objects, environment: { id: "hall", kind: "hdri", name: "Hall", licence: "CC0-1.0", author: null, sha256: "b".repeat(64) }, photo: null, generation: { generator: "render", model: null } } as unknown as SampleRecord;
}

it("names every asset once, under its licence, and keeps what strangers wrote on its line", () => {
  const survey = surveyor(["train"]);
  survey.add(recordOf([shape("car<1>", "CC-BY-4.0"), shape("other", null)]), "train");
  survey.add(recordOf([shape("car<1>", "CC-BY-4.0")]), "train");
  const text = attribution(survey.survey(), "my `run`");
  expect(text).toContain("### CC-BY-4.0\n\n- car\\<1\\>, by Ann \\# heading (sha256 aaaa");
  expect(text).toContain("### licence unknown\n\n- other");
  expect(text).toContain("- hall, Hall (sha256 bbbb");
  expect(text.match(/car\\<1/g)).toHaveLength(1);
  expect(survey.survey().licences).toEqual(["CC-BY-4.0 + CC0-1.0", "CC-BY-4.0 + CC0-1.0 + unknown"]);
});
