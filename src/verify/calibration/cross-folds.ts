/** Division of rows for cross-fitting. */
import { random } from "../../core/random.js";
import type { AnsweredRow } from "./row.js";

/** The fold of every row: groups stay together, and good and bad rows and every kind of defect are spread over the folds as evenly as they allow. */
export function crossFolds(rows: readonly AnsweredRow[], count: number, seed: number): number[] {
  const groups = new Map<string, number[]>();
  rows.forEach(({ key, group }, index) => {
    const name = group === null ? `row/${key}` : `group/${group}`;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [index]);
    else members.push(index);
  });
  const drawn = [...groups].map(([name, members]) => ({ name, members, order: random(seed, `calibration/${name}`, "fold").next() }));
  drawn.sort((a, b) => b.members.length - a.members.length || a.order - b.order || (a.name < b.name ? -1 : 1));
  const sizes = new Array<number>(count).fill(0);
  const ofStratum = new Map<string, number[]>();
  const folds = new Array<number>(rows.length).fill(0);
  for (const { members } of drawn) {
    const cost = (fold: number): number => {
      let sum = sizes[fold]! / rows.length;
      for (const member of members) for (const stratum of strataOf(rows[member]!)) sum += ofStratum.get(stratum)?.[fold] ?? 0;
      return sum;
    };
    let best = 0;
    for (let fold = 1; fold < count; fold++) if (cost(fold) < cost(best)) best = fold;
    for (const member of members) {
      folds[member] = best;
      sizes[best]!++;
      for (const stratum of strataOf(rows[member]!)) {
        const taken = ofStratum.get(stratum) ?? new Array<number>(count).fill(0);
        taken[best]!++;
        ofStratum.set(stratum, taken);
      }
    }
  }
  return folds;
}

/** What of a row is to be spread evenly: its answer, and its kind of defect. Kinds alone could add up in one fold. */
function strataOf({ isGood, plantedKind, source }: AnsweredRow): string[] {
  if (isGood) return [`${source}/good`];
  return plantedKind === null ? [`${source}/bad`] : [`${source}/bad`, `${source}/bad/${plantedKind}`];
}
