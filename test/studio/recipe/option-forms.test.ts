import { describe, expect, test } from "vitest";
import { alternatives, type OptionNode } from "../../../src/recipe/option-node.js";
import { explainOptions, optionRoot } from "../../../src/recipe/options.js";
import { checkRecipeYaml } from "../../../src/recipe/read.js";
import { withOption } from "../../../studio/src/recipe/form/change-option.js";
import { findOptions } from "../../../studio/src/recipe/form/find-options.js";
import { firstValue, formOf, namesAt, optionForms, unitOf } from "../../../studio/src/recipe/form/option-forms.js";
import { readText, valueAt, withValue } from "../../../studio/src/recipe/text/recipe-text.js";

const TEXT = "name: x\ncount: 3 # few\nshapes:\n  - builtin: car\n";
const root = optionRoot();

/** Every node of the schema with its path. */
function everyNode(node: OptionNode, path: string[] = []): { path: string[]; node: OptionNode }[] {
  if (path.length > 7) return [];
  const inside = alternatives(node).flatMap((branch) => [
    ...Object.entries(branch.properties ?? {}).flatMap(([name, child]) => everyNode(child, [...path, name])),
    ...(branch.items !== undefined && typeof branch.items === "object" ? everyNode(branch.items, [...path, "N"]) : []),
  ]);
  return [{ path, node }, ...inside];
}

test("every alternative of every option can be chosen, written, and is then the one that is shown", () => {
  const nodes = everyNode(root).slice(1);
  expect(nodes.length).toBeGreaterThan(300);
  for (const { path, node } of nodes) {
    const forms = optionForms(node);
    expect(forms.flatMap(({ branches }) => branches).length, path.join(".")).toBe(alternatives(node).length);
    for (const form of forms) {
      const first = firstValue({ ...form.node, default: undefined }, form.label === "list" ? path.at(-1) : form.label);
      const read = readText(withValue(TEXT, ["tried"], first)).value?.["tried"];
      expect(read, `${path.join(".")} ${form.label}`).toEqual(first);
      expect(formOf(forms, read).label, path.join(".")).toBe(form.label);
    }
  }
});

test("numbers begin within their limits", () => {
  for (const { path, node } of everyNode(root)) {
    for (const { node: branch, control } of optionForms(node)) {
      if (control.kind !== "number") continue;
      const value = firstValue({ ...branch, default: undefined }) as number;
      expect(value, path.join(".")).toBeGreaterThanOrEqual(branch.minimum ?? -Infinity);
      expect(value, path.join(".")).toBeLessThanOrEqual(branch.maximum ?? Infinity);
      if (branch.exclusiveMinimum !== undefined) expect(value, path.join(".")).toBeGreaterThan(branch.exclusiveMinimum);
    }
  }
});

test.each([
  [["viewpoints"], "sphere"], [["viewpoints"], "preset"], [["shapes", 0], "builtin"], [["environments", 0], "builtin"], [["generator"], "imitation"], [["generator"], "render"],
  [["prompts"], "template"], [["camera", "framing"], "set"], [["camera", "distortion"], "set"], [["plant"], "set"], [["light", "exposure"], "auto"], [["viewpoints", "distance"], "range"],
])("choosing %j as %s makes a recipe that is valid at once", (path, label) => {
  let node = root;
  for (const step of path) node = typeof step === "number" ? node.items! : formOf(optionForms(node), undefined).node.properties![step]!;
  const form = optionForms(node).find((each) => each.label === label)!;
  const text = withOption(TEXT, root, path, firstValue({ ...form.node, default: undefined }, label));
  expect(checkRecipeYaml(text).problems).toEqual([]);
  expect(text).toContain("count: 3 # few");
});

test("every option that the form shows can be set, and nothing else is wrong then", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  const seen = new Set<string>();
  for (const { path, node, needs } of letters.flatMap((letter) => findOptions(root, readText(TEXT).value, letter))) {
    if (needs !== null || seen.has(path.join("."))) continue;
    seen.add(path.join("."));
    for (const form of optionForms(node)) {
      const value = firstValue({ ...form.node, default: undefined }, form.label === "list" ? String(path.at(-1)) : form.label);
      const text = withOption(TEXT, root, path, value);
      expect(valueAt(readText(text).value, path), path.join(".")).toEqual(value);
      // A text that is still empty, or a list without entries, is a problem of its own.
      const problems = checkRecipeYaml(text).problems.filter((problem) => !problem.path.join(".").startsWith(path.join(".")) && !path.join(".").startsWith(problem.path.join(".")));
      expect(problems.filter(({ message }) => /must have one of|is missing|unknown option/.test(message)), path.join(".")).toEqual([]);
      expect(checkRecipeYaml(text).problems.filter(({ message }) => message.includes("must have one of")), path.join(".")).toEqual([]);
    }
  }
  expect(seen.size).toBeGreaterThan(60);
});

describe("looking for options", () => {
  const value = readText(TEXT).value;

  test("finds every option by its name", () => {
    for (const { path } of explainOptions()) {
      const name = path.split(".").filter((step) => step !== "N").join(" ");
      // The word of a kind is chosen as the kind.
      if (path.includes(".N") || path.endsWith(".type")) continue;
      const found = findOptions(root, value, name).map((option) => option.path.join("."));
      expect(found, path).toContain(path);
    }
  });

  test("says what must be chosen first, and that choosing it brings the option", () => {
    const steps = findOptions(root, value, "generator steps").find(({ needs }) => needs?.label === "diffusion")!;
    expect(steps.path).toEqual(["generator", "steps"]);
    const text = withValue(TEXT, steps.needs!.path, steps.needs!.value);
    expect(namesAt(root, readText(text).value, ["generator"])).toContain("steps");
    expect(findOptions(root, readText(text).value, "generator steps")[0]).toMatchObject({ needs: null });
  });

  test("finds by words of the description, names first", () => {
    expect(findOptions(root, value, "count")[0]!.path).toEqual(["count"]);
    expect(findOptions(root, value, "weak edges").map(({ path }) => path.join("."))).toContain("controls.canny.low");
    expect(findOptions(root, value, "  ")).toEqual([]);
    expect(findOptions(root, value, "zebra")).toEqual([]);
  });

  test("finds options of the entries that there are", () => {
    const options = findOptions(root, readText(withValue(TEXT, ["shapes", 1], { folder: "models" })).value, "licenceKnown");
    expect(options.map(({ path }) => path)).toContainEqual(["shapes", 1, "licenceKnown"]);
  });
});

test("names stand in the schema's order", () => {
  expect(namesAt(root, {}, []).slice(0, 4)).toEqual(["name", "seed", "count", "shapes"]);
  expect(namesAt(root, { shapes: [{ folder: "x" }] }, ["shapes", 0])[0]).toBe("folder");
  expect(namesAt(root, {}, ["nothing", "at all"])).toEqual([]);
});

test("units stand in names", () => {
  expect([["camera", "width"], ["camera", "focalLengthPixels"], ["viewpoints", "inPlaneDegrees"], ["shapes", 0, "sizeMeters"], ["count"]].map(unitOf)).toEqual(["px", "px", "°", "m", null]);
});

test("values are found where they are", () => {
  expect(valueAt({ a: [{ b: 1 }] }, ["a", 0, "b"])).toBe(1);
  expect(valueAt({ a: 1 }, ["a", "b"])).toBeUndefined();
  expect(valueAt({}, ["constructor"])).toBeUndefined();
});
