import { expect, it } from "vitest";
import { normalControl, normalOptions } from "../../src/controls/normal.js";
import { sphere } from "../render/environments.js";
import { place, plainCamera, sceneOf } from "../render/scenes.js";
import { rendered } from "./rendered.js";

const SIZE = 96;
const ball = rendered(sceneOf(plainCamera(SIZE, SIZE, SIZE * 4), [place(1, sphere(), [0, 0, 6])]));
const pixel = (x: number, y: number, options = {}) => {
  const { data } = normalControl(normalOptions.parse(options))(ball).image;
  return [...data.slice((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3)];
};
const RADIUS = 31;

it("a ball is blue in its middle, red on its left, green on top, as normalbae paints it", () => {
  const [middle, left, right, top, bottom] = [pixel(48, 48), pixel(48 - RADIUS, 48), pixel(48 + RADIUS, 48), pixel(48, 48 - RADIUS), pixel(48, 48 + RADIUS)];
  expect(middle[2]).toBeGreaterThan(250);
  expect(Math.abs(middle[0] - 128) + Math.abs(middle[1] - 128)).toBeLessThan(20);
  expect(left[0]).toBeGreaterThan(235);
  expect(right[0]).toBeLessThan(20);
  expect(top[1]).toBeGreaterThan(235);
  expect(bottom[1]).toBeLessThan(20);
  for (const edge of [left, right, top, bottom]) expect(edge[2]).toBeGreaterThanOrEqual(127);
});

it("the colour is the unit normal, (component + 1) / 2, to half a step", () => {
  const { data } = normalControl(normalOptions.parse({}))(ball).image;
  for (let at = 0; at < data.length; at += 3) {
    if (ball.passes.instanceId[at / 3] === 0) continue;
    for (let axis = 0; axis < 3; axis++) expect(Math.abs(1 - data[at + axis] / 127.5 - ball.passes.normal[at + axis])).toBeLessThanOrEqual(1.001 / 255);
  }
});

it("the background faces the camera, or is black", () => {
  expect(pixel(2, 2)).toEqual([128, 128, 255]);
  expect(pixel(2, 2, { background: "black" })).toEqual([0, 0, 0]);
});
