/** Where objects are seen from: even viewpoints are even, whatever the axes; holes are found. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asin, degrees, radians } from "../../../src/core/math.js";
import { random } from "../../../src/core/random.js";
import { type AuditedObject, auditor } from "../../../src/evaluate/viewpoints/audit.js";
import { chanceBits, entropyBits, jensenShannonBits, klBits, klUniformBits } from "../../../src/evaluate/viewpoints/divergence.js";
import { auditReport } from "../../../src/evaluate/viewpoints/report.js";
import { readTargetFile, targetCounter } from "../../../src/evaluate/viewpoints/target.js";
import { temporaryFolder } from "../../temporary-folder.js";

const seenFrom = (azimuth: number | null, elevation: number, category = "car"): AuditedObject => ({ category, azimuth, elevation, distance: 2, visibleFraction: 1, truncation: 0, size: 0.5 });

function evenly(count: number): AuditedObject[] {
  const source = random(1, "audit", "test");
  return Array.from({ length: count }, () => seenFrom(source.uniform(0, 2 * Math.PI), asin(source.uniform(-1, 1))));
}

function audited(objects: readonly AuditedObject[], ...[target]: Parameters<typeof auditor>) {
  const audit = auditor(target);
  for (const object of objects) audit.add(object);
  return audit.audit();
}

const counts = fc.array(fc.nat(50), { minLength: 2, maxLength: 40 });
const pairs = fc.integer({ min: 2, max: 40 }).chain((bins) => fc.tuple(fc.array(fc.nat(50), { minLength: bins, maxLength: bins }), fc.array(fc.nat(50), { minLength: bins, maxLength: bins })));

describe("divergences", () => {
  it("are never negative, and zero for the distribution itself", () => {
    fc.assert(
      fc.property(pairs, ([p, q]) => {
        for (const bits of [klUniformBits(p), klBits(p, q), jensenShannonBits(p, q)]) expect(bits).toBeGreaterThanOrEqual(0);
        expect(jensenShannonBits(p, q)).toBeLessThanOrEqual(1);
        expect(jensenShannonBits(p, q)).toBeCloseTo(jensenShannonBits(q, p), 10);
        expect(jensenShannonBits(p, p)).toBeCloseTo(0, 10);
        // One in a hundred of the target is uniform.
        expect(klBits(p, p)).toBeLessThanOrEqual(0.0146);
      }),
    );
  });

  it("entropy does not care about the order or the amount", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 9 }), (p, times) => {
        expect(entropyBits([...p].reverse())).toBeCloseTo(entropyBits(p), 10);
        expect(entropyBits(p.map((count) => count * times))).toBeCloseTo(entropyBits(p), 10);
      }),
    );
  });

  it("are what they are by hand", () => {
    expect(entropyBits([1, 1, 2])).toBeCloseTo(1.5, 12);
    expect(klUniformBits([1, 0, 0, 0])).toBeCloseTo(2, 12);
    expect(klBits([1, 1], [3, 1])).toBeCloseTo(0.5 * Math.log2(0.5 / 0.7475) + 0.5 * Math.log2(0.5 / 0.2525), 12);
    expect(jensenShannonBits([1, 0], [0, 1])).toBeCloseTo(1, 12);
    // Two in two bins: together in one (1 bit) or apart (none), as often.
    expect(chanceBits(2, 2)).toBeCloseTo(0.5, 12);
    expect(chanceBits(288, 1)).toBeCloseTo(Math.log2(288), 12);
    // Exact and approximate agree where one takes over.
    expect(chanceBits(288, 5760) / chanceBits(288, 5761)).toBeCloseTo(1, 1);
  });
});

describe("viewpoints", () => {
  it("spread evenly diverge from uniform as chance has it, and leave no hole", () => {
    const { klUniformBits: bits, chanceBits: chance, relativeEntropy, coverage, hole } = audited(evenly(20_000));
    expect(chance).toBeCloseTo(0.0104, 3);
    expect(bits).toBeGreaterThan(chance / 2);
    expect(bits).toBeLessThan(chance * 1.5);
    expect(relativeEntropy).toBeGreaterThan(0.998);
    expect(coverage).toBe(1);
    expect(hole!.radiusDegrees).toBeLessThan(5);
  });

  it("evenly spread in angles are not even on the sphere", () => {
    const source = random(2, "audit", "test");
    const angles = Array.from({ length: 20_000 }, () => seenFrom(source.uniform(0, 2 * Math.PI), source.uniform(-Math.PI / 2, Math.PI / 2)));
    expect(audited(angles).klUniformBits).toBeGreaterThan(0.15);
  });

  it("turned by whole bins keep their entropy, divergence and hole", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 359 }), fc.integer({ min: -89, max: 89 })), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 23 }), (views, bins) => {
        // Away from the edges of bins.
        const turned = (degreesMore: number) => audited(views.map(([azimuth, elevation]) => seenFrom(radians(azimuth + 0.5 + degreesMore), radians(elevation))));
        const [a, b] = [turned(0), turned(15 * bins)];
        expect(b.entropyBits).toBeCloseTo(a.entropyBits, 10);
        expect(b.klUniformBits).toBeCloseTo(a.klUniformBits, 10);
        expect(Math.abs(b.hole!.radiusDegrees - a.hole!.radiusDegrees)).toBeLessThan(3);
      }),
      { numRuns: 15 },
    );
  });

  it("of one side leave the other open", () => {
    const { hole } = audited([seenFrom(radians(30), radians(20))]);
    expect(hole).toMatchObject({ radiusDegrees: expect.closeTo(180, 0) as number, azimuthDegrees: expect.closeTo(210, 0) as number, elevationDegrees: expect.closeTo(-20, 0) as number });
    // Everything but a cap of 40° about azimuth 90°, elevation 0.
    const rest = evenly(30_000).filter(({ azimuth, elevation }) => Math.cos(elevation) * Math.sin(azimuth!) < Math.cos(radians(40)));
    const cap = audited(rest).hole!;
    expect(Math.abs(cap.radiusDegrees - 40)).toBeLessThan(2);
    expect(Math.abs(cap.azimuthDegrees - 90)).toBeLessThan(3);
  });

  it("without a known front are left out and counted, but count for the balance", () => {
    const { count, objects, leftOut, perCategory, balance } = audited([seenFrom(0, 0), seenFrom(null, 0), seenFrom(null, 0.2, "bottle")]);
    expect({ count, objects, leftOut }).toEqual({ count: 1, objects: 3, leftOut: { "front unknown": 2 } });
    expect(Object.keys(perCategory)).toEqual(["car"]);
    expect(balance).toMatchObject({ classes: { bottle: 1, car: 2 }, distance: { count: 3, minimum: 2, mean: 2, deviation: 0, maximum: 2 } });
    expect(balance.relativeEntropy).toBeCloseTo(0.918, 3);
  });

  it("of nothing are nothing, and can be shown", () => {
    const audit = audited([]);
    expect(audit).toMatchObject({ count: 0, entropyBits: 0, relativeEntropy: null, klUniformBits: 0, coverage: 0, hole: null, balance: { relativeEntropy: null, size: { mean: null } } });
    expect(auditReport(audit, { hasTarget: true }).tables[0]!.rows).toHaveLength(1);
  });

  it("are compared with their own category of a target, or with all where it names none", () => {
    const named = targetCounter();
    named.add("car", 0, 0);
    const { perCategory } = audited([seenFrom(0, 0), seenFrom(0, 0, "bus")], named.target());
    expect(perCategory["car"]!.jensenShannonBits).toBeCloseTo(0, 10);
    expect(perCategory["bus"]!.jensenShannonBits).toBeNull();
    const unnamed = targetCounter();
    unnamed.add(null, Math.PI, 0);
    expect(audited([seenFrom(0, 0)], unnamed.target()).perCategory["car"]!.jensenShannonBits).toBeCloseTo(1, 10);
  });
});

describe("a list of viewpoints", () => {
  const read = (name: string, text: string) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, text);
    return readTargetFile(file);
  };

  it("is the same in JSON and CSV, radians and degrees", async () => {
    const lists = await Promise.all([
      read("a.json", JSON.stringify([{ category: "car", azimuth: 1, elevation: 0.5 }])),
      read("b.json", JSON.stringify([{ category: "car", azimuthDegrees: degrees(1), elevationDegrees: degrees(0.5) }])),
      read("c.csv", "category,elevation,azimuth\ncar,0.5,1\n"),
    ]);
    for (const list of lists) expect(list.ofCategory("car")).toEqual(lists[0].all);
    expect(lists[0].ofCategory("bus")).toBeNull();
  });

  it.each([
    ["empty.json", "[]", "holds no viewpoint"],
    ["cut.json", "[{", "is not JSON"],
    ["no-list.json", "{}", "a list is needed"],
    ["missing.json", '[{"azimuth":1}]', "elevation is missing"],
    ["words.csv", "azimuth,elevation\nfront,0\n", "a finite number"],
    ["steep.csv", "azimuthDegrees,elevationDegrees\n0,91\n", "beyond straight above"],
    ["short.csv", "azimuth,elevation\n1\n", "elevation is missing"],
  ])("%s is refused", async (name, text, message) => {
    await expect(read(name, text)).rejects.toMatchObject({ code: "E_EVALUATION", message: expect.stringContaining(message) as string });
  });
});
