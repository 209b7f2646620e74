import { expect, test } from "vitest";
import { decodeImage } from "../../src/codecs/image.js";
import { barsPlot, histogramPlot } from "../../src/plots/bars.js";
import { linesPlot, reliabilityPlot, rocPlot } from "../../src/plots/curves.js";
import { roundTicks, shortNumber } from "../../src/plots/frame.js";
import { inlineSvg, type Plot, plotPng, svgFile } from "../../src/plots/plot.js";
import { element, escapeText, pathThrough } from "../../src/plots/svg.js";
import { rocCurve } from "../../src/verify/statistics/roc.js";
import { thinned } from "../../src/plots/thinned.js";

const roc = rocPlot([{ name: "a <b> & \"c\"", auc: 0.75, points: rocCurve([{ score: 1, isGood: true }, { score: 0.5, isGood: false }, { score: 0.2, isGood: true }]) }]);
const PLOTS: Record<string, Plot> = {
  roc,
  reliability: reliabilityPlot([{ meanChance: 0.1, goodShare: 0.2, count: 3 }, { meanChance: 0.9, goodShare: 0.8, count: 30 }], 0.1),
  lines: linesPlot("Training", [{ name: "fold 0", points: [[1, 3], [2, 1]] }, { name: "fold 1", points: [[1, NaN]] }, { name: "none", points: [] }], { x: "epoch", y: "loss" }),
  histogram: histogramPlot("Chances", [{ name: "right", values: [0.1, 0.9, 1] }, { name: "wrong", values: [] }], { label: "chance", low: 0, high: 1 }),
  bars: barsPlot("Areas", [{ name: "x", value: 0.7, interval: { low: 0.6, high: 0.8 } }, { name: "y", value: null, interval: null, note: "none" }], { label: "area", low: 0.4, high: 1, format: String }),
};

test.each(Object.entries(PLOTS))("%s is well-formed, holds only numbers, and reaches for nothing", (_, plot) => {
  for (const text of [svgFile(plot), inlineSvg(plot)]) {
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(text.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(|<script|<image|href/);
    const open: string[] = [];
    for (const [, close, name, self] of text.replace(/<\?xml.*?\?>/, "").matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (self !== "/") open.push(name!);
    }
    expect(open).toEqual([]);
  }
});

test("words are escaped, also those that XML cannot hold", () => {
  expect(escapeText(`<a href='x'>"&\u0000\ud800`)).toBe("&lt;a href=&#39;x&#39;&gt;&quot;&amp;  ");
  expect(svgFile(roc)).toContain("a &lt;b&gt; &amp; &quot;c&quot;");
  expect(element("g", { a: 1 / 3, b: -0.001, c: undefined, d: "x" })).toBe('<g a="0.33" b="0" d="x"/>');
});

test("a curve is where its points are", () => {
  expect(pathThrough([[0, 1], [2.345, 3]])).toBe("M0 1L2.35 3");
  // One right picture above the wrong one, one below: up by half, right, up by half.
  expect(svgFile(roc)).toContain('class="line s0" d="M58 380L58 210L398 210L398 40"');
});

test("the PNG is dark on light or light on dark, and twice as large", async () => {
  const corner = async (scheme: "light" | "dark"): Promise<number[]> => {
    const { width, height, data } = await decodeImage(await plotPng(roc, { scheme }));
    expect([width, height]).toEqual([roc.width * 2, roc.height * 2]);
    return [...data.slice(0, 3)];
  };
  expect(await corner("light")).toEqual([255, 255, 255]);
  expect(await corner("dark")).toEqual([22, 24, 29]);
});

test("the PNG needs no font: its letters are paths", async () => {
  const blank: Plot = { width: 60, height: 20, description: "", shapes: [], labels: [] };
  const written = { ...blank, labels: [{ text: "HI", x: 5, y: 15, size: 14, anchor: "start" as const, color: "ink" }] };
  expect(await plotPng(written)).not.toEqual(await plotPng(blank));
});

test.each([
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0, 30, [0, 5, 10, 15, 20, 25, 30]],
  [0.13, 0.61, [0.2, 0.3, 0.4, 0.5, 0.6]],
  [5, 5, [5]],
])("axes from %d to %d have round numbers", (low, high, expected) => {
  expect(roundTicks(low, high).map((tick) => Number(tick.toFixed(9)))).toEqual(expected);
});

test("numbers are short, long curves are thinned to what can be seen", () => {
  expect([0.123456, 12345678, 0.00001, 0, -2.5].map(shortNumber)).toEqual(["0.1235", "1.2e+7", "1.0e-5", "0", "-2.5"]);
  const kept = thinned(Array.from({ length: 5000 }, (_, index) => index));
  expect([kept[0], kept.at(-1)]).toEqual([0, 4999]);
  expect(kept.length).toBeLessThan(420);
});
