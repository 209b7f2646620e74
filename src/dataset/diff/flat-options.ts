/** Options that differ between two trees of options. */

/** An option by its path, as `camera.width`; what one side lacks is undefined. */
export interface OptionDifference {
  option: string;
  first: unknown;
  second: unknown;
}

/** Every leaf that differs, by path. Lists of one length are compared item by item, others as a whole. */
export function optionDifferences(first: unknown, second: unknown, path = ""): OptionDifference[] {
  if (Array.isArray(first) && Array.isArray(second) && first.length === second.length) {
    return first.flatMap((item, at) => optionDifferences(item, second[at], `${path}[${at}]`));
  }
  if (isTree(first) && isTree(second)) {
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
    return names.flatMap((name) => optionDifferences(first[name], second[name], path === "" ? name : `${path}.${name}`));
  }
  return JSON.stringify(first) === JSON.stringify(second) ? [] : [{ option: path, first, second }];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
