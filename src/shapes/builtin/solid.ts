/**
 * The one door to manifold-3d (WebAssembly): solids as values that a workshop owns and frees together.
 *
 * Every primitive is given a finish (part and material) when it is made, and vertex normals computed on its clean
 * surface. Boolean operations carry both along: the faces of a cut take the finish of the cutter, and normals are
 * interpolated, so that shading stays smooth beside a cut.
 */
import type { Manifold, ManifoldToplevel } from "manifold-3d";
import type { Vector3 } from "../../geometry/vector.js";

/** A point of a profile. */
export type Vector2 = readonly [number, number];

/** What a surface is: the part it belongs to and its material (by name), and the way the texture runs. */
export interface Finish {
  part: string;
  material: string;
  /** Axis that a wood grain or a weave follows. */
  grain?: "x" | "y" | "z";
}

/** One finish, or one that depends on where a triangle's centre is in the finished shape. */
export type FinishRule = Finish | ((center: Vector3) => Finish);

/** Triangles of one solid with their finish, in the workshop's coordinates. */
export interface FinishedMesh {
  positions: Float32Array;
  normals: Float32Array;
  indices: Uint32Array;
  /** Per triangle. */
  finishes: readonly Finish[];
}

/** Indexed triangles, counter-clockwise seen from outside, closed. */
export interface ClosedMesh {
  positions: Float32Array;
  indices: Uint32Array;
}

let library: Promise<ManifoldToplevel> | null = null;

function loadLibrary(): Promise<ManifoldToplevel> {
  library ??= import("manifold-3d").then(async (module) => {
    const top = await module.default();
    top.setup();
    return top;
  });
  return library;
}

/** A closed solid. Methods return new solids; the workshop frees all of them. */
export class Solid {
  readonly #workshop: Workshop;
  /** For this file only. */
  readonly manifold: Manifold;

  constructor(workshop: Workshop, manifold: Manifold) {
    this.#workshop = workshop;
    this.manifold = manifold;
  }

  translate(x: number, y: number, z: number): Solid {
    return this.#workshop.adopt(this.manifold.translate(x, y, z));
  }

  /** Turns about x, then y, then z. */
  rotate(xDegrees: number, yDegrees: number, zDegrees: number): Solid {
    return this.#workshop.adopt(this.manifold.rotate(xDegrees, yDegrees, zDegrees));
  }

  scale(x: number, y: number, z: number): Solid {
    return this.#workshop.adopt(this.manifold.scale([x, y, z]));
  }

  /** The mirror image with x → −x. */
  mirrorX(): Solid {
    return this.#workshop.adopt(this.manifold.mirror([1, 0, 0]));
  }

  subtract(other: Solid): Solid {
    return this.#workshop.adopt(this.manifold.subtract(other.manifold));
  }

  intersect(other: Solid): Solid {
    return this.#workshop.adopt(this.manifold.intersect(other.manifold));
  }

  add(other: Solid): Solid {
    return this.#workshop.adopt(this.manifold.add(other.manifold));
  }

  /** The side of the plane `normal · p = offset` that the normal points to; the cut keeps no finish of its own. */
  trim(normal: Vector3, offset: number): Solid {
    return this.#workshop.adopt(this.manifold.trimByPlane([...normal], offset));
  }

  /**
   * Gives the solid, whatever it was made of, one finish and fresh normals.
   * @param creaseDegrees edges that bend by more stay sharp
   */
  finish(rule: FinishRule, creaseDegrees = 35): Solid {
    return this.#workshop.finish(this, rule, creaseDegrees);
  }
}

/** Makes solids for one shape and frees them all. */
export class Workshop {
  readonly #top: ManifoldToplevel;
  readonly #owned: Manifold[] = [];
  readonly #finishes = new Map<number, FinishRule>();

  private constructor(top: ManifoldToplevel) {
    this.#top = top;
  }

  /** Runs `work` with a workshop; every solid made in it is freed afterwards, also when it throws. */
  static async use<T>(work: (workshop: Workshop) => T): Promise<T> {
    const workshop = new Workshop(await loadLibrary());
    try {
      return work(workshop);
    } finally {
      for (const manifold of workshop.#owned) manifold.delete();
    }
  }

  /** Takes over a manifold. For this file only. */
  adopt(manifold: Manifold): Solid {
    this.#owned.push(manifold);
    return new Solid(this, manifold);
  }

  /** A solid from closed triangles. */
  mesh(mesh: ClosedMesh, rule: FinishRule, creaseDegrees = 35): Solid {
    const { Manifold: Constructor, Mesh } = this.#top;
    const raw = this.adopt(new Constructor(new Mesh({ numProp: 3, vertProperties: mesh.positions, triVerts: mesh.indices })));
    if (raw.manifold.status() !== "NoError" || raw.manifold.volume() <= 0) {
      throw new Error(`not a closed mesh that faces outwards (${raw.manifold.status()}, volume ${raw.manifold.volume()})`);
    }
    return this.finish(raw, rule, creaseDegrees);
  }

  /** An axis-aligned box by centre and side lengths. */
  box(center: Vector3, size: Vector3, rule: FinishRule): Solid {
    return this.finish(this.adopt(this.#top.Manifold.cube([...size], true)), rule, 35).translate(...center);
  }

  /** A cylinder or cone about the z axis, standing on z = 0. */
  cylinder(height: number, radiusLow: number, radiusHigh: number, segments: number, rule: FinishRule): Solid {
    return this.finish(this.adopt(this.#top.Manifold.cylinder(height, radiusLow, radiusHigh, segments)), rule, 50);
  }

  /** An ellipsoid about the origin. */
  ellipsoid(radii: Vector3, segments: number, rule: FinishRule): Solid {
    const sphere = this.adopt(this.#top.Manifold.sphere(1, segments)).scale(...radii);
    return this.finish(sphere, rule, 80);
  }

  /** A polygon in the xy plane, drawn out along z from 0 to `height`. Counter-clockwise outlines, holes clockwise. */
  extrude(outlines: readonly (readonly Vector2[])[], height: number, rule: FinishRule, creaseDegrees = 35): Solid {
    return this.finish(this.adopt(this.#top.Manifold.extrude(mutable(outlines), height)), rule, creaseDegrees);
  }

  /** A polygon (x = radius ≥ 0, y = height) turned about the z axis. */
  revolve(outline: readonly Vector2[], segments: number, rule: FinishRule, creaseDegrees = 35): Solid {
    return this.finish(this.adopt(this.#top.Manifold.revolve(mutable([outline]), segments)), rule, creaseDegrees);
  }

  /** The convex hull of points. */
  hull(points: readonly Vector3[], rule: FinishRule, creaseDegrees = 35): Solid {
    return this.finish(this.adopt(this.#top.Manifold.hull(points.map((point) => [...point]))), rule, creaseDegrees);
  }

  /** The union of solids, which may overlap. */
  union(solids: readonly Solid[]): Solid {
    return this.adopt(this.#top.Manifold.union(solids.map((solid) => solid.manifold)));
  }

  /** Several solids that do not touch as one. */
  group(solids: readonly Solid[]): Solid {
    return this.adopt(this.#top.Manifold.compose(solids.map((solid) => solid.manifold)));
  }

  /** See {@link Solid.finish}. */
  finish(solid: Solid, rule: FinishRule, creaseDegrees: number): Solid {
    const shaded = this.adopt(solid.manifold.calculateNormals(0, creaseDegrees));
    const original = this.adopt(shaded.manifold.asOriginal());
    this.#finishes.set(original.manifold.originalID(), rule);
    return original;
  }

  /** The solid's triangles. Faces that a plane cut opened take the finish of the solid's first surface. */
  read(solid: Solid): FinishedMesh {
    const mesh = solid.manifold.getMesh(0);
    const stride = mesh.numProp;
    const count = mesh.numVert;
    const positions = new Float32Array(count * 3);
    const normals = new Float32Array(count * 3);
    for (let vertex = 0; vertex < count; vertex++) {
      for (let axis = 0; axis < 3; axis++) {
        positions[vertex * 3 + axis] = mesh.vertProperties[vertex * stride + axis]!;
        normals[vertex * 3 + axis] = stride >= 6 ? mesh.vertProperties[vertex * stride + 3 + axis]! : 0;
      }
    }
    const indices = mesh.triVerts.slice();
    const rules = [...mesh.runOriginalID].map((id) => this.#finishes.get(id));
    const fallback = rules.find((rule) => rule !== undefined);
    const finishes: Finish[] = [];
    for (let run = 0; run < rules.length; run++) {
      const rule = rules[run] ?? fallback;
      if (rule === undefined) throw new Error("a solid without a finish was read");
      for (let corner = mesh.runIndex[run]!; corner < mesh.runIndex[run + 1]!; corner += 3) {
        finishes.push(typeof rule === "function" ? rule(centerOf(positions, indices, corner)) : rule);
      }
    }
    return { positions, normals, indices, finishes };
  }
}

function centerOf(positions: Float32Array, indices: Uint32Array, corner: number): Vector3 {
  const a = indices[corner]! * 3, b = indices[corner + 1]! * 3, c = indices[corner + 2]! * 3;
  return [
    (positions[a]! + positions[b]! + positions[c]!) / 3,
    (positions[a + 1]! + positions[b + 1]! + positions[c + 1]!) / 3,
    (positions[a + 2]! + positions[b + 2]! + positions[c + 2]!) / 3,
  ];
}

function mutable(outlines: readonly (readonly Vector2[])[]): [number, number][][] {
  return outlines.map((outline) => outline.map((point): [number, number] => [point[0], point[1]]));
}
