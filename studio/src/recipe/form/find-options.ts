/** Looking for options by words of their paths and descriptions. */
import type { OptionNode } from "../../../../src/recipe/option-node.js";
import type { Path } from "../text/recipe-text.js";
import { firstValue, formOf, optionForms, optionsIn } from "./option-forms.js";

/** An option that was found. */
export interface FoundOption {
  path: Path;
  node: OptionNode;
  /** Default that the group around gives. */
  preset: unknown;
  /** What must be chosen first for the option to count; null where it counts as things are. */
  needs: { path: Path; label: string; value: unknown } | null;
}

const MOST_FOUND = 40;
const MOST_DEEP = 8;

/**
 * Options that have all words, those with a word in their name first.
 * @param value the recipe as it is written
 */
export function findOptions(root: OptionNode, value: unknown, query: string): FoundOption[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const found: { option: FoundOption; rank: number }[] = [];
  walk({ path: [], node: root, preset: undefined, needs: null }, value, (option) => {
    const path = option.path.join(".").toLowerCase();
    const text = `${path} ${option.needs?.label.toLowerCase() ?? ""} ${option.node.description?.toLowerCase() ?? ""}`;
    if (!words.every((word) => text.includes(word))) return;
    const name = String(option.path.at(-1)).toLowerCase();
    found.push({ option, rank: (words.some((word) => name === word) ? 0 : words.some((word) => name.includes(word)) ? 1 : words.some((word) => path.includes(word)) ? 2 : 3) + (option.needs === null ? 0 : 4) });
  });
  const seen = new Set<string>();
  return found.sort((a, b) => a.rank - b.rank).map(({ option }) => option).filter(({ path, needs }) => {
    const key = `${path.join(".")} ${needs?.label ?? ""}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  }).slice(0, MOST_FOUND);
}

function walk(option: FoundOption, value: unknown, visit: (option: FoundOption) => void): void {
  const { path, node, needs } = option;
  if (path.length > MOST_DEEP) return;
  if (path.length > 0) visit(option);
  const preset = node.default === undefined ? option.preset : node.default;
  const given = value === undefined ? preset : value;
  const forms = optionForms(node);
  const present = formOf(forms, given);
  for (const form of forms) {
    const isPresent = form === present;
    const condition = needs ?? (isPresent ? null : { path, label: form.label, value: firstValue(form.node, form.label) });
    if (form.control.kind === "group") {
      for (const [name, child] of optionsIn(form.node)) walk({ path: [...path, name], node: child, preset: isPresent ? childOf(preset, name) : undefined, needs: condition }, isPresent ? childOf(given, name) : undefined, visit);
    } else if (form.control.kind === "entries" && isPresent && Array.isArray(given)) {
      given.forEach((entry, at) => walk({ path: [...path, at], node: (form.control as { item: OptionNode }).item, preset: undefined, needs }, entry, visit));
    }
  }
}

function childOf(group: unknown, name: string): unknown {
  return typeof group === "object" && group !== null && Object.hasOwn(group, name) ? (group as Record<string, unknown>)[name] : undefined;
}
