/** Samples whose pictures show their azimuth as a dial does: quick to make and to learn. */
import type { Image } from "../../../src/core/image.js";
import { random } from "../../../src/core/random.js";
import type { SampleRecord } from "../../../src/sample/record.js";
import type { VerifiedSample } from "../../../src/verify/verified-sample.js";
import { sampleOf } from "../samples.js";
import { objectOf, type TestObject } from "./objects.js";

const SIDE = 32;

/** A disc with a bright hand that points where the azimuth says, and a dark spot beside its root, on a noisy ground. */
export function dialImage(azimuthDegrees: number, seed: string): Image {
  const chance = random(1, seed, "dial");
  const angle = (azimuthDegrees * Math.PI) / 180;
  const ground = 60 + chance.integer(120);
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [u, v] = [x + 0.5 - SIDE / 2, y + 0.5 - SIDE / 2];
      const [along, across] = [u * Math.sin(angle) + v * Math.cos(angle), u * Math.cos(angle) - v * Math.sin(angle)];
      const inside = u * u + v * v < 13 * 13;
      const value = !inside ? ground : along > 0 && Math.abs(across) < 3 ? 240 : 90;
      for (let channel = 0; channel < 3; channel++) data[(y * SIDE + x) * 3 + channel] = Math.max(0, Math.min(255, value + chance.integer(30) - 15));
    }
  }
  return { width: SIDE, height: SIDE, channels: 3, data };
}

/** What of a dial is not as usual. */
export interface DialChange extends TestObject {
  /** What the picture shows instead of what the label says, or how far that is turned. */
  shown?: number;
  turned?: number;
}

/** Samples with labels all around; `change` makes some of them wrong or odd. */
export function dials(count: number, change: (index: number) => DialChange = () => ({})): VerifiedSample[] {
  return Array.from({ length: count }, (_, index) => {
    const azimuth = random(2, `dial/${index}`, "azimuth").uniform(0, 360);
    const { shown, turned = 0, ...object } = { shape: `shape ${index % 6}`, ...change(index) };
    const id = String(index).padStart(8, "0");
    const record = {
      id,
      scene: index,
      labelStatus: "exact",
      arm: "bg3d",
      camera: { width: SIDE, height: SIDE },
      objects: [{ ...objectOf({ azimuth, ...object }), boxAmodalXYXY: [3, 3, 29, 29] }],
    } as unknown as SampleRecord;
    return sampleOf(record, dialImage(shown ?? azimuth + turned, id));
  });
}
