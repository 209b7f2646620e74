/** The forms that chairs come in: each adds its solids and says where its corners are. */
import { radians, tan } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { chairBack } from "./chair-back.js";
import { LEGS, bar, bentTube, leg, paddedBack, seatOutline, seatPad, seatShell, starBase, type LegStyle } from "./chair-parts.js";
import { softBox, tube } from "./loft.js";
import { circle, roundedRectangle } from "./profile.js";
import type { Finish, Solid, Workshop } from "./solid.js";

/** Where the corners of a chair are, for its keypoints; the left ones. */
export interface Corners {
  backTop: Vector3;
  seatBack: Vector3;
  seatFront: Vector3;
  feet: { front: Vector3; back: Vector3 } | null;
}

/** Tilts something built upright at y = 0, z = 0 backwards and puts it at the rear edge of the seat. */
function lean(solid: Solid, degrees: number, y: number, z: number): Solid {
  return solid.rotate(-degrees, 0, 0).translate(0, y, z);
}

/** Chairs and stools on four legs, with a back of posts, slats or padding. */
export function buildDining(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const [r, splay] = [numberOf(parameters, "legRadius"), numberOf(parameters, "splay")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const legStyle = textOf(parameters, "legStyle") as LegStyle;
  const frame = (part: string, grain: "x" | "y" | "z" = "z"): Finish => ({ part, material: "frame", grain });
  const backWidth = w * 0.9;
  const cushion = textOf(parameters, "seatStyle") === "cushion";

  const board = cushion ? 0.022 : 0.03;
  const top = cushion ? h - 0.035 : h;
  solids.push(seatPad(workshop, seatOutline(w, backWidth, d, cushion ? 0.03 : 0.05), top - board, top, 0, frame("seat", "y")));
  if (cushion) {
    const outline = seatOutline(w - 0.012, backWidth - 0.012, d - 0.012, 0.05);
    solids.push(seatPad(workshop, outline, top - 0.002, h - 0.012, 0.014, { part: "seat", material: "cover" }));
  }
  const under = top - board + 0.004;

  const feet: Vector3[] = [];
  const starts: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const x = sideX * ((sideY < 0 ? w : backWidth) / 2 - r - 0.012);
    const y = sideY * (d / 2 - r - 0.008);
    const from: Vector3 = [x, y, under];
    const to: Vector3 = [x + sideX * splay, y + sideY * splay * 0.9, 0];
    starts.push(from);
    feet.push(to);
    solids.push(leg(workshop, from, to, legStyle, r, frame(part)));
  }
  const along = (index: number, z: number): Vector3 => {
    const t = (under - z) / under;
    const [a, b] = [starts[index]!, feet[index]!];
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, z];
  };
  const stretcher = (a: number, b: number, z: number, grain: "x" | "y"): void => {
    solids.push(bar(workshop, along(a, z), along(b, z), r * 0.55, frame("stretcher", grain)));
  };
  const stretchers = textOf(parameters, "stretchers");
  const low = textOf(parameters, "style") === "stool" ? h * 0.33 : h * 0.36;
  if (stretchers !== "none") {
    stretcher(0, 2, low, "y");
    stretcher(1, 3, low, "y");
  }
  if (stretchers === "box") {
    stretcher(0, 1, low * 0.85, "x");
    stretcher(2, 3, low * 1.2, "x");
  }
  if (splay < 0.025 && legStyle !== "turned") {
    const apron = (center: Vector3, size: Vector3, grain: "x" | "y"): void => {
      solids.push(workshop.box(center, size, frame("apron", grain)));
    };
    const z = under - 0.026;
    apron([0, -d / 2 + r + 0.012, z], [w - 0.05, 0.018, 0.056], "x");
    apron([0, d / 2 - r - 0.012, z], [backWidth - 0.05, 0.018, 0.056], "x");
    for (const side of [1, -1]) apron([side * (backWidth / 2 - r - 0.012), 0, z], [0.018, d - 0.06, 0.056], "y");
  }

  const rear = d / 2 - r - 0.006;
  const back = chairBack(workshop, parameters, backWidth, frame("back"), { part: "back", material: "cover" });
  for (const solid of back) solids.push(lean(solid, recline, rear, top - 0.01));
  const topY = rear + tan(radians(recline)) * backHeight;

  if (textOf(parameters, "arms") === "yes") {
    for (const side of [1, -1]) {
      const x = side * (backWidth / 2 - r);
      const front: Vector3 = [side * (w / 2 - r * 0.6), -d * 0.32, under];
      const armZ = h + 0.2;
      solids.push(
        bar(workshop, front, [front[0], front[1] - 0.01, armZ], r * 0.7, frame("arm"), [1, 0, 0]),
        workshop.mesh(tube([{ at: [front[0], -d * 0.4, armZ] }, { at: [x, rear + tan(radians(recline)) * (armZ - top), armZ] }], roundedRectangle([0, 0], 0.045, 0.022, 0.009, 2), [1, 0, 0]), frame("arm", "y"), 50),
      );
    }
  }
  return {
    backTop: [backWidth / 2, topY, top + backHeight],
    seatBack: [backWidth / 2, d / 2, h],
    seatFront: [w / 2, -d / 2, h],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}

/** Swivel chairs on a star of casters. */
export function buildOffice(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const gap = numberOf(parameters, "backGap");
  const metal: Finish = { part: "base", material: textOf(parameters, "frame") === "wood" ? "black_plastic" : "chrome" };
  const dark: Finish = { part: "base", material: "black_plastic" };
  const cover = (part: string): Finish => ({ part, material: "cover" });
  solids.push(...starBase(workshop, numberOf(parameters, "starArms"), numberOf(parameters, "starReach"), h - 0.1, metal, dark));
  solids.push(workshop.mesh(softBox([0, 0.02, h - 0.11], [0.2, 0.26, 0.035], 0.03, 0.01), dark));
  solids.push(seatPad(workshop, seatOutline(w, w * 0.92, d, 0.11), h - 0.095, h - 0.012, 0.014, cover("seat")));
  const rear = d / 2 - 0.015;
  const back = paddedBack(workshop, { width: w * 0.94, height: backHeight, thickness: 0.075, sag: 0.045, waist: 0.05, lumbar: 0.03 }, cover("back"));
  solids.push(lean(back, recline, rear, h + gap));
  solids.push(bentTube(workshop, [[0, 0.06, h - 0.11], [0, rear + 0.03, h - 0.1], [0, rear + 0.075, h + gap * 0.5], [0, rear + 0.075, h + gap + 0.18]], 0.02, { part: "back_support", material: "black_plastic" }, [1, 0, 0]));
  if (textOf(parameters, "arms") === "yes") {
    for (const side of [1, -1]) {
      const x = side * (w / 2 + 0.03);
      const arm: Finish = { part: "arm", material: "black_plastic" };
      solids.push(
        bentTube(workshop, [[side * w * 0.3, 0.02, h - 0.1], [x - side * 0.01, 0.02, h - 0.09], [x + side * 0.012, 0.02, h + 0.04], [x, 0.02, h + 0.2]], 0.017, arm, [0, 1, 0]),
        workshop.mesh(softBox([x, -0.01, h + 0.21], [0.075, 0.26, 0.032], 0.03, 0.012), arm),
      );
    }
  }
  const lift = tan(radians(recline));
  return {
    backTop: [w * 0.4, rear + lift * backHeight, h + gap + backHeight * 0.97],
    seatBack: [w * 0.46, d / 2, h - 0.02],
    seatFront: [w / 2, -d / 2, h - 0.02],
    feet: null,
  };
}

/** Upholstered armchairs. */
export function buildArmchair(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const [armWidth, armHeight] = [numberOf(parameters, "armWidth"), numberOf(parameters, "armHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const cover = (part: string): Finish => ({ part, material: "cover" });
  const legs = 0.12;
  const thick = 0.16;
  const base = h - 0.15;
  solids.push(workshop.mesh(softBox([0, thick / 2, (legs + base) / 2], [w + armWidth, d + thick, base - legs], 0.05, 0.02), cover("base")));
  solids.push(seatPad(workshop, seatOutline(w - 0.005, w - 0.005, d + 0.03, 0.05), base - 0.005, h - 0.03, 0.03, cover("seat")).translate(0, -0.015, 0));
  for (const side of [1, -1]) {
    const x = side * (w / 2 + armWidth / 2);
    solids.push(workshop.mesh(softBox([x, thick * 0.35, (legs + h + armHeight) / 2], [armWidth, d + thick * 0.7, h + armHeight - legs], Math.min(0.06, armWidth * 0.45), Math.min(0.045, armWidth * 0.4)), cover("arm"), 50));
  }
  const back = workshop.mesh(softBox([0, thick / 2, (h + backHeight - base) / 2], [w + armWidth * 0.9, thick, h + backHeight - base], 0.07, 0.06, 5), cover("back"), 50);
  solids.push(lean(back, recline, d / 2 - 0.02, base));
  const total = h + backHeight - base;
  const feet: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const y = sideY < 0 ? -d / 2 + 0.07 : d / 2 + thick - 0.08;
    const from: Vector3 = [sideX * (w / 2), y, legs + 0.02];
    const to: Vector3 = [sideX * (w / 2 + 0.02), y + sideY * 0.02, 0];
    feet.push(to);
    solids.push(leg(workshop, from, to, "round", 0.026, { part, material: "frame", grain: "z" }));
  }
  return {
    backTop: [w / 2 + armWidth * 0.4, d / 2 + tan(radians(recline)) * total, h + backHeight],
    seatBack: [w / 2, d / 2, h],
    seatFront: [w / 2, -d / 2, h - 0.02],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}

/** One-piece shells on splayed legs. */
export function buildShell(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const splay = numberOf(parameters, "splay");
  const split = h + 0.07;
  const shape = { width: w, depth: d, seatHeight: h, backHeight, recline, curl: numberOf(parameters, "curl"), thickness: 0.012 };
  solids.push(seatShell(workshop, shape, (center) => ({ part: center[2] > split && center[1] > 0 ? "back" : "seat", material: "shell" })));
  const tubes = textOf(parameters, "legStyle") === "tube";
  const frameMaterial = tubes ? "chrome" : "frame";
  const feet: Vector3[] = [];
  const starts: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const from: Vector3 = [sideX * w * 0.24, sideY * d * 0.26 + 0.02, h - 0.028];
    const to: Vector3 = [sideX * (w * 0.36 + splay), sideY * (d * 0.42 + splay) + 0.02, 0];
    starts.push(from);
    feet.push(to);
    solids.push(leg(workshop, from, to, tubes ? "tube" : "round", tubes ? 0.014 : 0.02, { part, material: frameMaterial, grain: "z" }));
  }
  const brace: Finish = { part: "base", material: tubes ? "chrome" : "dark_metal" };
  for (const [a, b] of [[0, 1], [2, 3], [0, 2], [1, 3], [0, 3], [1, 2]] as const) {
    const high = (index: number, t: number): Vector3 => {
      const [from, to] = [starts[index]!, feet[index]!];
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
    };
    const diagonal = a + b === 3 && a !== 1 + b;
    solids.push(bar(workshop, high(a, diagonal ? 0.03 : 0.05), high(b, diagonal ? 0.35 : 0.05), 0.005, brace));
  }
  solids.push(workshop.extrude([circle(0.05, 16)], 0.02, { part: "base", material: "black_plastic" }).translate(0, 0.01, h - 0.045));
  const leanY = d / 2 + tan(radians(recline)) * backHeight;
  return {
    backTop: [w * 0.34, leanY, h + backHeight],
    seatBack: [w * 0.46, d / 2 - 0.03, h + 0.04],
    seatFront: [w * 0.44, -d / 2, h],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}
