import fc from "fast-check";
import { expect, it } from "vitest";
import { safeName } from "../../src/interchange/safe-name.js";

it("plain names stay", () => {
  for (const name of ["car", "dining_table", "n02958343", "A-1"]) expect(safeName(name)).toBe(name);
});

it("any other name becomes one path part that any tool takes", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => {
    expect(safeName(name)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,88}$/);
    expect(safeName(name)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
  }));
});

it("different names stay different", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.constantFrom("a/b", "a_b", "a.b", "a b", "á/b", "../a", "..", ".", "", "CON", "con", "車", "-a", "a_", "x".repeat(81), "x".repeat(82))), (names) => {
    expect(new Set(names.map(safeName)).size).toBe(names.length);
  }));
});
