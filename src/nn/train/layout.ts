/**
 * Where each learnt tensor lies: tensors that are treated alike stand behind one another in one vector. So a step feeds
 * and returns a handful of arrays, and the optimiser is a handful of operations, however many layers there are.
 */
import { countOf } from "../graph/float-tensor.js";
import type { Parameter } from "./network.js";

/** A tensor's place in a vector. */
export interface Place extends Parameter {
  offset: number;
  count: number;
}

/** Tensors with weight decay, or those without. */
export interface Section {
  name: "decayed" | "plain";
  places: readonly Place[];
  count: number;
}

/** Kernels and matrices decay; biases and normalisations, which are vectors, do not. */
export function layOut(parameters: readonly Parameter[]): Section[] {
  const learnt = parameters.filter(({ kind }) => kind === "learnt");
  const sections = [section("decayed", learnt.filter(({ shape }) => shape.length >= 2)), section("plain", learnt.filter(({ shape }) => shape.length < 2))];
  return sections.filter(({ count }) => count > 0);
}

function section(name: Section["name"], parameters: readonly Parameter[]): Section {
  let offset = 0;
  const places = parameters.map((parameter): Place => {
    const count = countOf(parameter.shape);
    offset += count;
    return { ...parameter, offset: offset - count, count };
  });
  return { name, places, count: offset };
}
