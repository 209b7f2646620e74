import { expect, it } from "vitest";
import { measureDiversity } from "../../src/prompts/diversity.js";

it("counts different word pairs, and what captions say about scene, weather and time", () => {
  const captions = ["A photo of a car on a snowy road at dawn.", "A photo of a car in the rain", "A photo of a car in the rain"];
  expect(measureDiversity(captions)).toEqual({
    captions: 3,
    unique: 2 / 3,
    distinct2: (10 + 3) / (10 + 7 + 7),
    scene: { share: 1 / 3, kinds: 1 },
    weather: { share: 1, kinds: 2 },
    time: { share: 1 / 3, kinds: 1 },
  });
});

it("of nothing is nothing", () => {
  expect(measureDiversity([])).toMatchObject({ captions: 0, unique: 0, distinct2: 0, scene: { share: 0, kinds: 0 } });
});
