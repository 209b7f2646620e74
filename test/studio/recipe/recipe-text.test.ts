import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { starterRecipe } from "../../../src/cli/starter-text.js";
import { lineOf, type Path, readText, valueAt, withoutValue, withValue } from "../../../studio/src/recipe/text/recipe-text.js";

const STARTER = starterRecipe("vehicles", null);
const ORDER = ["name", "seed", "count", "shapes", "viewpoints", "camera", "light", "controls", "generator", "outputs"];
const order = (group: Path): readonly string[] => (group.length === 0 ? ORDER : []);

/** What is changed between two texts: lines that only one of them has. */
function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, next] = [before.split("\n"), after.split("\n")];
  return { gone: old.filter((line) => !next.includes(line)), come: next.filter((line) => !old.includes(line)) };
}

describe("changing a value", () => {
  test("leaves the rest of its line, and all other lines", () => {
    expect(changedLines(STARTER, withValue(STARTER, ["count"], 300))).toEqual({
      gone: ["count: 30                # raise it later and run again: what is there is kept"],
      come: ["count: 300                # raise it later and run again: what is there is kept"],
    });
    expect(changedLines(STARTER, withValue(STARTER, ["camera", "width"], 640)).come).toEqual(["camera: { width: 640, height: 512 }"]);
  });

  test("of a list in a list keeps how it is written", () => {
    const next = withValue(STARTER, ["shapes", 0, "builtin"], ["bus"]);
    expect(changedLines(STARTER, next)).toEqual({ gone: ["  - builtin: [car, chair, aeroplane]"], come: ["  - builtin: [bus]"] });
  });

  test("adds what is missing where the schema has it", () => {
    const next = withValue(STARTER, ["light", "exposure"], 2, order);
    expect(changedLines(STARTER, next)).toEqual({ gone: [], come: ["light:", "  exposure: 2"] });
    expect(next.indexOf("light:")).toBeGreaterThan(next.indexOf("camera:"));
    expect(next.indexOf("light:")).toBeLessThan(next.indexOf("generator:"));
  });

  test("words that mean something else are quoted", () => {
    for (const word of ["yes: no", "#1", "null", "3", "a, b", "[x", "true", " x ", "it's \"so\"", "line\nbreak", "", "- a", "*a", "&a", "!t", "%"]) {
      for (const path of [["name"], ["generator", "arm"], ["shapes", 0, "builtin", 1]]) {
        expect(valueAt(readText(withValue(STARTER, path, word)).value, path)).toBe(word);
      }
    }
  });

  test("of a text that cannot be read changes nothing", () => {
    expect(withValue("a: [1", ["a"], 2)).toBe("a: [1");
    expect(readText("a: [1").value).toBeNull();
    expect(readText("- a").problem).toContain("list of options");
  });

  test("begins an empty text, and fills a group that is still empty", () => {
    expect(readText("").value).toEqual({});
    expect(withValue("", ["camera", "width"], 3)).toBe("camera:\n  width: 3\n");
    expect(readText(withValue("name: a\ncamera:\n", ["camera", "width"], 3)).value).toEqual({ name: "a", camera: { width: 3 } });
    expect(readText(withValue("name: a\nshapes:\n", ["shapes", 0, "builtin"], "car")).value).toEqual({ name: "a", shapes: [{ builtin: "car" }] });
  });
});

describe("taking a value away", () => {
  test("undoes what adding it did", () => {
    const added = withValue(STARTER, ["light", "exposure"], 2, order);
    expect(readText(withoutValue(added, ["light", "exposure"])).value).toEqual(readText(STARTER).value);
    expect(changedLines(STARTER, withoutValue(added, ["light", "exposure"]))).toEqual({ gone: [], come: [] });
  });

  test("keeps comments around it, and the places of other entries", () => {
    const text = "# head\n\n# of a\na: 1\n# of b\nb: 2 # b\nlist:\n  - { x: 1 }\n  - { y: 1 }\n# tail\n";
    expect(withoutValue(text, ["a"])).toMatch(/# head\n[\s\S]*# of b/);
    expect(withoutValue("# head\n\n# of a\na: 1\n", ["a"])).toContain("# head");
    expect(withValue(text, ["name"], "x", () => ["name", "a"]).indexOf("# head")).toBe(0);
    expect(withValue(text, ["name"], "x", () => ["name", "a"])).toMatch(/name: x\n(\n)?# of a\na: 1/);
    expect(withoutValue(text, ["list", 0, "x"])).toContain("- {}");
    expect(withoutValue(text, ["nothing"])).toBe(text);
  });
});

test("lines are those of the options", () => {
  expect(lineOf(STARTER, ["count"])).toBe(6);
  expect(lineOf(STARTER, ["shapes", 0, "builtin", 1])).toBe(10);
  expect(lineOf(STARTER, ["camera", "framing", "fill"])).toBe(STARTER.split("\n").findIndex((line) => line.startsWith("camera")) + 1);
  expect(lineOf("", ["a"])).toBeNull();
});

/** Recipes as people write them: flow and block, with comments, blank lines and wild spacing. */
const scalar = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.string({ maxLength: 12 }).filter((word) => !/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufeff\u2028\u2029]/.test(word)), fc.constantFrom("car", "auto", "../models", "a b"));
const value = fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("minimum", "maximum", "x"), scalar, { maxKeys: 3 }) });
const key = fc.constantFrom("name", "count", "camera", "light", "width", "height", "kind");
const path = fc.oneof(fc.tuple(key), fc.tuple(key, key), fc.tuple(key, key, key));

const TEXTS = [
  STARTER,
  "# only a comment\n",
  "name: x  # the name\n\n\n\ncount:   3\ncamera:\n    width: 3   # wide\n    # between\n    height:    4\n# tail\n",
  "{ name: x, count: 3, camera: { width: 3 } }\n",
  "name: 'x'\ncount: 0x10\nlight: {a: 1,b: [1,2 , 3]}\nkind: >\n  folded\n  text\n",
  "camera: &c { width: 3 }\nlight: *c\n",
];

function comments(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)#\s*(.+?)\s*$/gm)].map(([, words]) => words!);
}

test("whatever is set is read again, nothing else changes, and no comment is lost", () => {
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), fc.array(fc.tuple(path, value), { minLength: 1, maxLength: 4 }), (text, changes) => {
      let now = text;
      for (const [place, next] of changes) {
        const before = structuredClone(parse(now) as Record<string, unknown> | null) ?? {};
        // A word or a list is no group: there the form offers to replace it as a whole.
        if (place.some((_step, at) => at > 0 && !isGroup(valueAt(before, place.slice(0, at)) ?? {}))) continue;
        // Behind an alias stands another option's value.
        if (now.includes("*c")) continue;
        const lost = comments(now).filter((words) => !JSON.stringify(valueAt(before, place) ?? "").includes(words));
        const isGroupReplaced = typeof valueAt(before, place) === "object";
        now = withValue(now, place, next, order);
        expect(parse(now)).toEqual(withSet(before, place, next));
        if (!isGroupReplaced) expect(comments(now)).toEqual(expect.arrayContaining(lost));
      }
    }),
    { numRuns: 400 },
  );
});

test("what is taken away is gone, nothing else is", () => {
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS.filter((text) => !text.includes("*c"))), path, (text, place) => {
      const before = (parse(text) as Record<string, unknown> | null) ?? {};
      const after = (parse(withoutValue(text, place)) as Record<string, unknown> | null) ?? {};
      expect(valueAt(after, place)).toBeUndefined();
      for (const name of Object.keys(before)) if (name !== place[0]) expect(after[name]).toEqual(before[name]);
    }),
  );
});

function isGroup(given: unknown): boolean {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function withSet(before: Record<string, unknown>, [step, ...rest]: readonly string[], next: unknown): Record<string, unknown> {
  const inner = before[step!];
  return { ...before, [step!]: rest.length === 0 ? next : withSet(isGroup(inner) ? (inner as Record<string, unknown>) : {}, rest, next) };
}
