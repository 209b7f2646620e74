/** What is fixed to the outside of a car: mirrors, handles, plates, rails, spoilers, exhausts. */
import type { Vector3 } from "../../geometry/vector.js";
import { textOf, type Parameters } from "./builtin-shape.js";
import type { CarBody } from "./car-body.js";
import { glassCuts } from "./car-glass.js";
import { smoothPath, softBox, tube } from "./loft.js";
import { superellipse } from "./profile.js";
import type { Finish, Solid, Workshop } from "./solid.js";

/** Adds everything to `solids`. */
export function addFittings(workshop: Workshop, parameters: Parameters, body: CarBody, solids: Solid[]): void {
  const both = (solid: Solid): void => {
    solids.push(solid, solid.mirrorX());
  };
  both(mirror(workshop, body));
  for (const handle of handles(workshop, parameters, body)) both(handle);
  solids.push(...plates(workshop, body));
  if (textOf(parameters, "rails") === "yes") both(rail(workshop, body));
  solids.push(...spoiler(workshop, parameters, body));
  const exhaust = workshop.cylinder(0.16, 0.035, 0.035, 14, { part: "exhaust", material: "chrome" }).rotate(90, 0, 0);
  const placed = exhaust.translate(body.halfWidth * 0.55, body.length / 2 - 0.01, body.sillZ + 0.1);
  solids.push(placed);
  if (textOf(parameters, "style") === "coupe") solids.push(placed.mirrorX());
}

function mirror(workshop: Workshop, body: CarBody): Solid {
  const finish: Finish = { part: "mirror", material: "paint" };
  const { cabin } = body;
  const y = cabin.frontAt(cabin.beltZ) + 0.36;
  const x = cabin.halfWidthAt(cabin.beltZ);
  const z = cabin.beltZ + 0.07;
  const shell = workshop.mesh(softBox([0, 0, 0], [0.19, 0.1, 0.135], 0.045, 0.04, 2), (center) => (center[1] > y + 0.048 ? { part: "mirror", material: "glass" } : finish), 50);
  const arm = workshop.box([x + 0.03, y, z - 0.04], [0.14, 0.05, 0.03], { part: "mirror", material: "black_plastic" });
  return workshop.union([shell.translate(x + 0.135, y, z), arm]);
}

function handles(workshop: Workshop, parameters: Parameters, body: CarBody): Solid[] {
  const z = body.cabin.beltZ - 0.12;
  const material = textOf(parameters, "handles") === "chrome" ? "chrome" : "paint";
  const doors = glassCuts(body, parameters).filter((y) => y < body.rearWheelY + body.wheelRadius * 0.6).slice(0, parameters["doors"] === 2 ? 1 : 2);
  return doors.map((y) => {
    const at = y - 0.16;
    return workshop.mesh(softBox([0, 0, 0], [0.05, 0.2, 0.032], 0.02, 0.012, 2), { part: "door_handle", material }, 50).translate(body.sideAt(at, z) + 0.004, at, z);
  });
}

function plates(workshop: Workshop, body: CarBody): Solid[] {
  const solids: Solid[] = [];
  const [width, height] = [0.46, 0.115];
  for (const end of [-1, 1]) {
    const z = end < 0 ? body.sillZ + 0.27 : body.sillZ + 0.4;
    const y = end * (body.length / 2 + 0.006);
    solids.push(workshop.box([0, y, z], [width, 0.018, height], { part: "licence_plate", material: "plate" }));
    for (let letter = 0; letter < 7; letter++) {
      if (letter === 2) continue;
      solids.push(workshop.box([(letter - 3) * 0.057, y + end * 0.009, z], [0.034, 0.004, 0.07], { part: "licence_plate", material: "black_plastic" }));
    }
  }
  return solids;
}

function rail(workshop: Workshop, body: CarBody): Solid {
  const { cabin } = body;
  const x = cabin.halfWidthAt(cabin.eavesZ) * 0.86;
  const front = cabin.frontAt(cabin.eavesZ) + 0.3;
  const back = cabin.rearAt(cabin.eavesZ) - 0.35;
  const z = cabin.roofZ - 0.045;
  const knots: Vector3[] = [[x, front, z - 0.03], [x, front + 0.1, z + 0.055], [x, (front + back) / 2, z + 0.06], [x, back - 0.1, z + 0.03], [x, back, z - 0.08]];
  return workshop.mesh(tube(smoothPath(knots, 4), superellipse(0.017, 0.02, 2.5, 10), [1, 0, 0]), { part: "roof_rail", material: "dark_metal" }, 60);
}

function spoiler(workshop: Workshop, parameters: Parameters, body: CarBody): Solid[] {
  const kind = textOf(parameters, "spoiler");
  const finish: Finish = { part: "spoiler", material: "paint" };
  const deck = body.topAt(body.length * 0.46);
  const y = body.length / 2 - 0.2;
  const w = body.halfWidth;
  if (kind === "wing") {
    const plank = workshop.mesh(softBox([0, y, deck + 0.17], [w * 1.5, 0.24, 0.03], 0.03, 0.012), finish, 50);
    const foot = workshop.box([w * 0.5, y, deck + 0.07], [0.025, 0.14, 0.2], finish);
    return [plank, foot, foot.mirrorX()];
  }
  if (kind === "lip") return [workshop.mesh(softBox([0, y + 0.08, deck + 0.01], [w * 1.35, 0.12, 0.06], 0.05, 0.025), finish, 50)];
  if (kind === "roof") {
    const { cabin } = body;
    const drop = Number(parameters["roofDrop"]);
    const z = cabin.eavesZ - drop + 0.035;
    return [workshop.mesh(softBox([0, cabin.rearAt(cabin.eavesZ) + 0.02, z], [cabin.halfWidthAt(cabin.eavesZ) * 1.6, 0.22, 0.04], 0.06, 0.016), { part: "spoiler", material: "roof" }, 50)];
  }
  return [];
}
