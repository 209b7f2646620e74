import { expect, it } from "vitest";
import { isPlainAddress, withoutSecrets } from "../../src/core/secrets.js";

it("takes secrets out of a text, also where they stand in an address; short ones stay", () => {
  expect(withoutSecrets("key s3cr&t, at http://a/?key=s3cr%26t, by ann", ["s3cr&t", null, "ann"], 4)).toBe("key ***, at http://a/?key=***, by ann");
});

it.each([
  ["http://127.0.0.1:8188", true],
  ["https://host/some/path", true],
  ["http://ann:secret@host", false],
  ["http://host/?token=1", false],
  ["http://host/#part", false],
  ["ftp://host", false],
  ["host:8188", false],
])("%s is an address without secrets: %s", (text, isPlain) => {
  expect(isPlainAddress(text)).toBe(isPlain);
});
