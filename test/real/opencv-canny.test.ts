/** Our canny beside a real OpenCV, on far more pictures and settings than the golden data holds. Needs python3-opencv 4.6.0. */
import { expect, it } from "vitest";
import { runProgram } from "./program.js";

it("equals cv2.Canny in every pixel of thousands of results", () => {
  const report = runProgram(process.execPath, ["bench/run.mjs", "canny", "10"]);
  expect(report).toMatch(/^OpenCV 4\.6\.0: \d{5} results compared, \d+ pixels, \d+ on edges, 0 differ$/m);
});
