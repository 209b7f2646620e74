import fc from "fast-check";
import { expect, test } from "vitest";
import { paintLine } from "../../../studio/src/recipe/text/paint-line.js";

const kinds = (line: string): string => paintLine(line).filter(({ text }) => text.trim() !== "").map(({ kind, text }) => `${kind}:${text}`).join(" ");

test("nothing is lost of a line", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ \-a-z:#'"[\]{},0-9]*$/)), (line) => {
    if (!line.includes("\n")) expect(paintLine(line).map(({ text }) => text).join("")).toBe(line);
  }));
});

test("keys, signs, words and comments are told apart", () => {
  expect(kinds("camera: { width: 512 } # wide")).toBe("key:camera sign:: sign:{ key:width sign:: word:512 sign:} comment:# wide");
  expect(kinds("  - builtin: [car]")).toBe("sign:  -  key:builtin sign:: sign:[ word:car sign:]");
  expect(kinds('name: "a # b" # c')).toBe('key:name sign:: word:"a # b" comment:# c');
  expect(kinds("url: http://x#y")).toContain("word:http");
});
