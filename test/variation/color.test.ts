import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colorOfHue, colorShiftMatrix, decodeSrgbUnit, encodeSrgbUnit, shiftLinearColor } from "../../src/variation/color.js";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });

describe("a change of colour", () => {
  it("of nothing changes nothing", () => {
    fc.assert(
      fc.property(fc.tuple(unit, unit, unit), (color) => {
        const same = shiftLinearColor(colorShiftMatrix({ hueRadians: 0, saturation: 1, value: 1 }), color);
        for (let channel = 0; channel < 3; channel++) expect(same[channel]).toBeCloseTo(color[channel]!, 6);
      }),
    );
  });

  it("keeps grey grey, whatever the hue and saturation", () => {
    fc.assert(
      fc.property(unit, angle, fc.double({ min: 0, max: 3, noNaN: true }), (grey, hueRadians, saturation) => {
        for (const channel of shiftLinearColor(colorShiftMatrix({ hueRadians, saturation, value: 1 }), [grey, grey, grey])) expect(channel).toBeCloseTo(grey, 5);
      }),
    );
  });

  it("turns red towards green, and saturation 0 leaves grey", () => {
    const green = shiftLinearColor(colorShiftMatrix({ hueRadians: (2 * Math.PI) / 3, saturation: 1, value: 1 }), [0.5, 0.1, 0.1]);
    expect(green[1]).toBeGreaterThan(Math.max(green[0], green[2]));
    const [red, middle, blue] = shiftLinearColor(colorShiftMatrix({ hueRadians: 1, saturation: 0, value: 1 }), [0.5, 0.1, 0.1]);
    expect(red).toBeCloseTo(middle, 6);
    expect(blue).toBeCloseTo(middle, 6);
  });
});

it("hues name the usual colours", () => {
  expect(colorOfHue(0, 1, 1)).toEqual([1, 0, 0]);
  expect(colorOfHue(1 / 3, 1, 1)).toEqual([0, 1, 0]);
  expect(colorOfHue(2 / 3, 1, 0.5)).toEqual([0, 0, 0.5]);
  expect(colorOfHue(0.4, 0, 0.7)).toEqual([0.7, 0.7, 0.7]);
});

it("sRGB encoding and decoding undo each other", () => {
  expect(encodeSrgbUnit(0.2140411)).toBeCloseTo(0.5, 5);
  fc.assert(fc.property(unit, (value) => Math.abs(decodeSrgbUnit(encodeSrgbUnit(value)) - value) < 1e-6));
});
