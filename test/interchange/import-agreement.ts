/** Compares labels of a run with those that came back from an export of it. */
import { expect } from "vitest";
import type { SampleRecord } from "../../src/sample/record.js";

const DIGITS = 5;

/** What a format keeps. */
export interface Kept {
  box3d: boolean;
  amodal: boolean;
  /** Lengths come back as metres: `sizeMeters.longest` to a unit. */
  scaled: boolean;
  /** False: pictures were encoded again. */
  image?: boolean;
  masks?: boolean;
  /** Keypoints that come back: those inside the image, or all, with the place of those that are seen. Default none. */
  keypoints?: "inside" | "visible";
}

/**
 * Every record that came back agrees with the one that it was made from.
 * @param from id of a record by the place it was exported to
 */
export function agree(before: readonly SampleRecord[], after: readonly SampleRecord[], { from }: { from: ReadonlyMap<string, string> }, kept: Kept): void {
  expect(after).toHaveLength(before.length);
  for (const record of after) {
    const place = record.generation.settings["from"] as string;
    const origin = before.find(({ id }) => id === from.get(place));
    expect(origin, place).toBeDefined();
    if (kept.image !== false) expect(record.files["image"]!.sha256).toBe(origin!.files["image"]!.sha256);
    close(record.camera!.K, origin!.camera!.K);
    expect(record.objects).toHaveLength(origin!.objects.length);
    for (const [index, object] of record.objects.entries()) {
      const true_ = origin!.objects[index]!;
      const metres = kept.scaled ? true_.sizeMeters!.longest / true_.scale : 1;
      close(object.rotationObjectToCamera, true_.rotationObjectToCamera);
      close(object.translationObjectToCamera, true_.translationObjectToCamera.map((value) => value * metres));
      expect(object.scale).toBeCloseTo(true_.scale * metres, DIGITS);
      expect(object.category).toBe(true_.category);
      if (kept.masks !== false) expect(object.maskVisible).toEqual(true_.maskVisible);
      expect(object.boxVisibleXYXY).toEqual(true_.boxVisibleXYXY);
      if (object.viewpoint.azimuthRadians !== null) expect(object.viewpoint.azimuthRadians).toBeCloseTo(true_.viewpoint.azimuthRadians!, DIGITS);
      expect(object.viewpoint.elevationRadians).toBeCloseTo(true_.viewpoint.elevationRadians, DIGITS);
      const points = true_.keypoints.filter(({ visibility }) => kept.keypoints === "visible" || (kept.keypoints === "inside" && visibility !== "outside"));
      expect(object.keypoints.map(({ name }) => name).sort()).toEqual(points.map(({ name }) => name).sort());
      for (const { name, position, image, visibility } of object.keypoints) {
        const point = true_.keypoints.find((other) => other.name === name)!;
        expect([position, visibility]).toEqual([null, point.visibility]);
        const isKept = kept.keypoints === "visible" ? point.visibility === "visible" : point.visibility !== "outside";
        if (isKept) close(image!, point.image!);
        else expect(image).toBeNull();
      }
      if (kept.box3d) {
        close(object.box3d.dimensions, true_.box3d.dimensions);
        close(object.box3d.center, true_.box3d.center);
        close(object.boxProjectedXYXY!, true_.boxProjectedXYXY!, 3);
      }
      if (kept.amodal) {
        close(object.boxAmodalXYXY!, true_.boxAmodalXYXY!);
        expect(object.visibleFraction).toBeCloseTo(true_.visibleFraction, DIGITS);
        expect(object.truncation).toBeCloseTo(true_.truncation, 3);
      }
    }
  }
}

function close(values: readonly number[], expected: readonly number[], digits = DIGITS): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, digits));
}
