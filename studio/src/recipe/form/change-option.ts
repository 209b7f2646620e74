/** Setting an option of the recipe in its text. */
import type { OptionNode } from "../../../../src/recipe/option-node.js";
import { type Path, readText, valueAt, withValue } from "../text/recipe-text.js";
import { formOf, namesAt, optionForms } from "./option-forms.js";

/**
 * The text with another value of an option. A group that was not written yet, because its default is as good, is
 * written with that default first: `distance` alone would not say which kind of viewpoints it is of.
 */
export function withOption(text: string, root: OptionNode, path: Path, value: unknown): string {
  const order = (group: Path): readonly string[] => namesAt(root, readText(text).value ?? {}, group);
  const written = readText(text).value ?? {};
  const group = unwrittenGroup(root, written, path);
  const begun = group === null ? text : withValue(text, group.path, group.preset, order);
  return withValue(begun, path, value, order);
}

/** The outermost group on the way that has a default with something in it and is not written. */
function unwrittenGroup(root: OptionNode, written: unknown, path: Path): { path: Path; preset: unknown } | null {
  let node = root;
  let preset: unknown;
  for (let length = 1; length < path.length; length++) {
    const step = path[length - 1]!;
    const outer = formOf(optionForms(node), valueAt(written, path.slice(0, length - 1)) ?? preset).node;
    const child = typeof step === "number" ? (outer.prefixItems?.[step] ?? outer.items) : outer.properties?.[step];
    if (child === undefined) return null;
    preset = child.default ?? valueAt(preset, [step]);
    node = child;
    if (valueAt(written, path.slice(0, length)) !== undefined) continue;
    return typeof preset === "object" && preset !== null && Object.keys(preset).length > 0 ? { path: path.slice(0, length), preset } : null;
  }
  return null;
}
