/** Backs of dining chairs and stools, built upright at y = 0 from z = 0; the chair leans them. */
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { arcBoard, bar, leg, paddedBack, type LegStyle } from "./chair-parts.js";
import type { Finish, Solid, Workshop } from "./solid.js";

/**
 * @param width of the seat's rear edge
 * @param frame wood or metal of the posts and rails
 * @param cover of padded backs
 */
export function chairBack(workshop: Workshop, parameters: Parameters, width: number, frame: Finish, cover: Finish): Solid[] {
  const height = numberOf(parameters, "backHeight");
  const radius = numberOf(parameters, "legRadius");
  const count = numberOf(parameters, "slatCount");
  const style = textOf(parameters, "backStyle");
  const inner = width - 4 * radius;
  const sag = 0.03;
  const across: Finish = { ...frame, grain: "x" };
  const solids: Solid[] = [];

  if (style === "padded") {
    const gap = Math.min(0.1, height * 0.3);
    for (const side of [1, -1]) {
      solids.push(bar(workshop, [side * inner * 0.36, 0.012, -0.02], [side * inner * 0.36, 0.02, gap + 0.06], radius * 0.6, { ...frame, part: "back_post" }, [1, 0, 0]));
    }
    const shape = { width: width * 0.98, height: height - gap, thickness: 0.055, sag: 0.03, waist: 0.02, lumbar: 0.01 };
    return [...solids, paddedBack(workshop, shape, cover).translate(0, 0, gap)];
  }

  for (const side of [1, -1]) {
    const x = side * (width / 2 - radius - 0.012);
    const style = textOf(parameters, "legStyle") as LegStyle;
    // A post is a leg upside down: thick at the seat, thin at its end.
    solids.push(leg(workshop, [x, 0, -0.02], [x, 0, height], style === "turned" ? "turned" : style, radius * 0.95, { ...frame, part: "back" }));
  }
  const rail = (z0: number, z1: number, thickness = 0.02, corner = 0): void => {
    solids.push(arcBoard(workshop, width - 2 * radius, z0, z1, thickness, sag, across, corner));
  };
  const slat = (x: number, z0: number, z1: number, halfWidth: number): void => {
    const u = (2 * x) / (width - 2 * radius);
    solids.push(workshop.box([x, sag * (1 - u * u), (z0 + z1) / 2], [halfWidth * 2, 0.012, z1 - z0], frame));
  };
  const topRail = Math.min(0.075, height * 0.2);
  const low = height * 0.12;
  switch (style) {
    case "ladder": {
      const rails = Math.max(2, count - 2);
      const pitch = (height - low) / rails;
      for (let index = 0; index < rails; index++) rail(low + pitch * (index + 0.42), low + pitch * (index + 1) - (index === rails - 1 ? 0 : 0.005), 0.016);
      break;
    }
    case "panel":
      rail(low, height + 0.015, 0.016, Math.min(0.05, inner * 0.2));
      break;
    case "cross": {
      rail(height - topRail, height + 0.01);
      rail(low, low + 0.035);
      const from = low + 0.02;
      const to = height - topRail + 0.01;
      for (const side of [1, -1]) {
        const a: Vector3 = [(side * inner) / 2, 0.006, from];
        const b: Vector3 = [(-side * inner) / 2, 0.006, to];
        const middle: Vector3 = [0, sag, (from + to) / 2];
        solids.push(bar(workshop, a, middle, 0.009, frame, [0, 1, 0]), bar(workshop, middle, b, 0.009, frame, [0, 1, 0]));
      }
      break;
    }
    case "spindles": {
      rail(height - topRail, height + 0.01);
      const spindles = count + 3;
      for (let index = 0; index < spindles; index++) {
        const x = inner * ((index + 0.5) / spindles - 0.5);
        const u = (2 * x) / (width - 2 * radius);
        const y = sag * (1 - u * u);
        solids.push(bar(workshop, [x, y * 0.4, -0.015], [x, y, height - topRail + 0.005], 0.006, frame, [1, 0, 0]));
      }
      break;
    }
    default: {
      rail(height - topRail, height + 0.01);
      rail(low, low + 0.035);
      const half = Math.min(0.026, (inner / count) * 0.32);
      for (let index = 0; index < count; index++) slat(inner * ((index + 0.5) / count - 0.5), low + 0.02, height - topRail + 0.01, half);
    }
  }
  return solids;
}
