/** What stands out from a bus: bonnet, bumpers, mirrors, roof units. */
import type { Vector3 } from "../../geometry/vector.js";
import type { BusBody } from "./bus.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { bar } from "./chair-parts.js";
import { coachSkin } from "./coach-body.js";
import { softBox } from "./loft.js";
import { circle } from "./profile.js";
import type { FinishRule, Finish, Solid, Vector2, Workshop } from "./solid.js";

export function addBusFittings(workshop: Workshop, parameters: Parameters, body: BusBody, solids: Solid[]): void {
  const { halfWidth, height, front, rear, sillZ } = body;
  const style = textOf(parameters, "style");
  const rake = numberOf(parameters, "rake");
  const dark = (part: string): Finish => ({ part, material: "black_plastic" });
  const roof: Finish = { part: "roof_unit", material: textOf(parameters, "livery") === "roof" ? "accent" : "paint" };
  if (textOf(parameters, "climate") !== "no") {
    const long = textOf(parameters, "climate") === "long" ? (rear - front) * 0.42 : (rear - front) * 0.2;
    solids.push(workshop.mesh(softBox([0, front + (rear - front) * 0.52, height + 0.06], [halfWidth * 1.3, long, 0.24], 0.2, 0.08), roof, 45));
  }
  if (style === "school") addBonnet(workshop, body, solids);
  const bumperFront = style === "school" ? body.nose - 0.06 : front - 0.02;
  for (const y of [bumperFront + 0.06, rear - 0.05]) {
    solids.push(workshop.mesh(softBox([0, y, sillZ + 0.06], [halfWidth * 1.86, 0.2, 0.26], 0.08, 0.04), dark("bumper"), 45));
  }
  // Mirrors hang from arms beside the windscreen.
  const high = style === "double" ? height * 0.46 : Math.min(body.windowHigh, height - 0.4);
  const lean = (rake * (high - sillZ)) / (height - sillZ);
  for (const side of [1, -1]) {
    const root: Vector3 = [side * halfWidth * 0.94, front + lean + 0.12, high];
    const tip: Vector3 = [side * (halfWidth + 0.2), front + lean - 0.22, high - 0.06];
    solids.push(bar(workshop, root, tip, 0.02, dark("mirror")));
    solids.push(workshop.mesh(softBox([tip[0], tip[1], high - 0.26], [0.17, 0.09, 0.4], 0.04, 0.03), dark("mirror"), 45));
  }
  for (const side of [1, -1]) solids.push(workshop.mesh(softBox([side * halfWidth * 0.85, front + rake * 0.97 + 0.12, height - 0.07], [0.16, 0.1, 0.08], 0.03, 0.02), { part: "marker_light", material: style === "school" ? "sign" : "headlight" }));
}

function addBonnet(workshop: Workshop, body: BusBody, solids: Solid[]): void {
  const w = body.halfWidth * 0.8;
  const [from, to] = [body.nose, body.front + 0.25];
  const skin = coachSkin(
    [
      { y: from, halfWidth: w * 0.78, bottom: 0.62, top: 1.36, corner: 0.22 }, { y: from + 0.05, halfWidth: w * 0.85, bottom: 0.6, top: 1.44, corner: 0.25 },
      { y: from + 0.3, halfWidth: w * 0.93, bottom: 0.56, top: 1.5, corner: 0.28 }, { y: to, halfWidth: w, bottom: 0.5, top: 1.66, corner: 0.3 },
    ],
    0,
  );
  const well = workshop.cylinder(6, body.wheelRadius * 1.2, body.wheelRadius * 1.2, 28, { part: "bonnet", material: "black_plastic" }).translate(0, 0, -3).rotate(0, 90, 0);
  solids.push(workshop.mesh(skin, { part: "bonnet", material: "paint" }, 40).subtract(well.translate(0, body.frontWheelY, body.wheelRadius * 1.05)));
  solids.push(workshop.mesh(softBox([0, from - 0.015, 1.02], [w * 0.85, 0.08, 0.5], 0.03, 0.02), { part: "grille", material: "black_plastic" }));
  for (const side of [1, -1]) {
    // Wings over the front wheels.
    const wing = workshop.mesh(softBox([side * (w * 0.98), body.frontWheelY, 0.92], [0.56, 1.55, 0.62], 0.22, 0.14), { part: "bonnet", material: "paint" }, 45);
    solids.push(wing.subtract(well.translate(0, body.frontWheelY, body.wheelRadius * 1.05)));
    solids.push(workshop.cylinder(0.1, 0.12, 0.12, 16, { part: "headlight", material: "headlight" }).rotate(90, 0, 0).translate(side * w * 0.72, from + 0.06, 1.06));
  }
  solids.push(workshop.box([0, body.nose + 0.95, 0.62], [body.halfWidth * 1.3, 1.7, 0.16], { part: "chassis", material: "dark_metal" }));
}

/** A lorry's wheel about the x axis, outer face towards +x; made once, its part is where it ends up. */
export function heavyWheel(workshop: Workshop, radius: number): Solid[] {
  const finish = (name: string): FinishRule => ([x, y]) => ({ part: `wheel_${y < 0 ? "front" : "back"}_${x > 0 ? "left" : "right"}`, material: name });
  const turn = (outline: readonly Vector2[], name: string): Solid => workshop.revolve(outline.map(([r, x]): Vector2 => [r * radius, x]), 28, finish(name), 40).rotate(0, 90, 0);
  const bolts = circle(radius * 0.3, 8).map(([y, z]) => workshop.cylinder(0.035, 0.022, 0.022, 6, finish("dark_metal")).rotate(0, 90, 0).translate(0.04, y, z));
  return [
    turn([[0, -0.15], [0.93, -0.15], [0.98, -0.12], [1, -0.08], [1, 0.08], [0.98, 0.12], [0.92, 0.15], [0.76, 0.15], [0.62, 0.125], [0.62, -0.12], [0, -0.12]], "rubber"),
    turn([[0, 0.02], [0.5, 0.02], [0.56, 0.115], [0.6, 0.14], [0.64, 0.14], [0.64, 0.1], [0.6, 0], [0, 0]], "rim"),
    turn([[0, 0], [0.24, 0], [0.2, 0.1], [0.1, 0.13], [0, 0.13]], "rim"),
    ...bolts,
  ];
}
