/**
 * `node bench/run.mjs evaluate-boxes FOLDER`: our box overlap against PyTorch3D's compiled operation for the CPU, on 10⁵ pairs of boxes that overlap.
 * FOLDER holds the module that bench/golden-evaluation/operation.py builds. Needs a python3 with torch; PYTHON names another one.
 */
import { fileURLToPath } from "node:url";
import { random } from "../src/core/random.js";
import { iou3d } from "../src/evaluate/box3d/iou3d.js";
import { talkTo } from "./common/talk.js";

const COUNT = 317; // 317² pairs
const ROUNDS = 5;
const SIGNS = [[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]] as const;

function boxes(kind: string): number[][][] {
  return Array.from({ length: COUNT }, (_, index) => {
    const draw = random(1, `${kind}/${index}`, "box");
    const turn = Array.from({ length: 4 }, () => draw.uniform(-1, 1));
    const length = Math.hypot(...turn) || 1;
    const [x, y, z, w] = turn.map((value) => value / length) as [number, number, number, number];
    const rotation = [[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]];
    const center = Array.from({ length: 3 }, () => draw.uniform(-0.35, 0.35));
    const size = Array.from({ length: 3 }, () => draw.uniform(1, 3));
    return SIGNS.map((signs) => rotation.map((row, axis) => center[axis]! + row.reduce((sum, value, at) => sum + (value * signs[at]! * size[at]!) / 2, 0)));
  });
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder of the built operation (bench/golden-evaluation/operation.py)");
const first = boxes("first");
const second = boxes("second");
const python = await talkTo(process.env.PYTHON ?? "python3", [fileURLToPath(new URL("../../../evaluate-boxes.py", import.meta.url)), folder]);
await python.ask({ first, second });
const ours: number[] = [];
const theirs: number[] = [];
const found = new Float64Array(COUNT * COUNT);
let answer: Record<string, unknown> = {};
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now();
  for (let at = 0; at < COUNT; at++) for (let other = 0; other < COUNT; other++) found[at * COUNT + other] = iou3d(first[at]!, second[other]!).iou;
  ours.push((performance.now() - start) / 1000);
  answer = await python.ask({});
  theirs.push(answer.seconds as number);
}
await python.close();
const expected = (answer.iou as number[][]).flat();
const overlapping = found.filter((iou) => iou > 0).length;
const differences = [...found].map((iou, at) => Math.abs(iou - expected[at]!)).sort((a, b) => a - b);
const best = (values: number[]) => Math.min(...values);
const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
console.log(`${COUNT * COUNT} pairs, ${overlapping} of them overlap`);
console.log(`ours      ${best(ours).toFixed(3)} s best, ${middle(ours).toFixed(3)} s median`);
console.log(`PyTorch3D ${best(theirs).toFixed(3)} s best, ${middle(theirs).toFixed(3)} s median (single precision, ${String(python.greeting.version)})`);
console.log(`ratio     ${(best(theirs) / best(ours)).toFixed(1)} (best), ${(middle(theirs) / middle(ours)).toFixed(1)} (median)`);
console.log(`|ΔIoU|    median ${differences[differences.length >> 1]!.toExponential(1)}, 99.9 % ${differences[Math.floor(differences.length * 0.999)]!.toExponential(1)}, most ${differences.at(-1)!.toExponential(1)}`);
