/** How often the right class is named first, or among the first five; also of each kind of unusual image, as in OOD-CV. */
import { badInput, fieldsOf, listOf, numberOf, textOf } from "../input/checks.js";

/** One image. */
export interface ClassifiedImage {
  truth: string;
  /** Classes by falling likelihood, or a score for each; null: the method says nothing. */
  predicted: readonly string[] | Readonly<Record<string, number>> | null;
  /** What is unusual about the image, such as "weather"; null or missing: nothing. */
  shift?: string | null;
}

/** Figures of a group of images. */
export interface ClassFigures {
  count: number;
  /** Share whose first class is the right one. */
  top1: number;
  /** Share with the right class among the first five. */
  top5: number;
}

/** What an evaluation gives. */
export interface ClassEvaluation extends ClassFigures {
  perCategory: Record<string, ClassFigures>;
  /** Of each shift; empty where none is named. Images without one are in "none". */
  perShift: Record<string, ClassFigures>;
  /** Mean over shifts, those without one left out; null where none is named. */
  shifted: { top1: number; top5: number } | null;
}

/** What images without a shift are called. */
export const USUAL = "none";

/**
 * Top-1 and top-5 accuracy. Equal scores count against the method: the right class comes last among them.
 * @throws DatasetError E_EVALUATION for no images, and for what is missing, named twice or no number
 */
export function evaluateClassification(images: readonly ClassifiedImage[]): ClassEvaluation {
  const judged = listOf(images, "images").map((each, at): Judged => {
    const where = `images[${at}]`;
    const fields = fieldsOf(each, where);
    const truth = textOf(fields.truth, `${where}.truth`);
    if (fields.predicted === undefined) throw badInput(`${where}.predicted`, "it is missing", "Write null where nothing is predicted: it counts as wrong.");
    const shift = fields.shift === undefined || fields.shift === null ? null : textOf(fields.shift, `${where}.shift`);
    return { truth, shift, rank: fields.predicted === null ? Infinity : rankOf(truth, fields.predicted, `${where}.predicted`) };
  });
  if (judged.length === 0) throw badInput("images", "there are none", "Give one entry for each image.");
  const perShift = judged.some(({ shift }) => shift !== null) ? grouped(judged, ({ shift }) => shift ?? USUAL) : {};
  const shifts = Object.entries(perShift).filter(([name]) => name !== USUAL).map(([, figures]) => figures);
  const mean = (name: "top1" | "top5"): number => shifts.reduce((sum, figures) => sum + figures[name], 0) / shifts.length;
  return { ...figuresOf(judged), perCategory: grouped(judged, ({ truth }) => truth), perShift, shifted: shifts.length === 0 ? null : { top1: mean("top1"), top5: mean("top5") } };
}

interface Judged {
  truth: string;
  shift: string | null;
  /** How many classes come before the right one. */
  rank: number;
}

function rankOf(truth: string, predicted: unknown, where: string): number {
  if (Array.isArray(predicted)) {
    const names = predicted.map((name, at) => textOf(name, `${where}[${at}]`));
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) throw badInput(where, `${JSON.stringify(twice)} is named twice`, "Name every class once.");
    return names.includes(truth) ? names.indexOf(truth) : Infinity;
  }
  const scores = Object.entries(fieldsOf(predicted, where)).map(([name, score]) => [name, numberOf(score, `${where}.${name}`)] as const);
  const own = scores.find(([name]) => name === truth)?.[1];
  return own === undefined ? Infinity : scores.filter(([name, score]) => name !== truth && score >= own).length;
}

function grouped(judged: readonly Judged[], nameOf: (each: Judged) => string): Record<string, ClassFigures> {
  const groups = new Map<string, Judged[]>();
  for (const each of judged) {
    const group = groups.get(nameOf(each));
    if (group === undefined) groups.set(nameOf(each), [each]);
    else group.push(each);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, figuresOf(group)]));
}

function figuresOf(judged: readonly Judged[]): ClassFigures {
  const within = (places: number): number => judged.filter(({ rank }) => rank < places).length / judged.length;
  return { count: judged.length, top1: within(1), top5: within(5) };
}
