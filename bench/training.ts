/**
 * Training of a residual network (four stages 32-64-128-256, images of 64×64, batch 32, three heads of 41 classes, SGD with
 * momentum) on the CPU, against PyTorch with the same network, in turns, so that the machine's other load meets both.
 * PyTorch is measured in both of its memory layouts; the faster one counts.
 * Needs a python3 with torch; PYTHON names another one.
 * Usage: node bench/run.mjs training [rounds = 6] [threads = 2]
 */
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { ResidualOptions } from "../src/nn/networks/residual.js";
import { conclude, median, printTable } from "./common/statistics.js";
import { talkTo, type Talk } from "./common/talk.js";
import { BATCH, serveSteps } from "./training/steps.js";

type Normalization = NonNullable<ResidualOptions["normalization"]>;

const STEPS = 8;
const PYTHON = process.env["PYTHON"] ?? "python3";
const [mode, ...rest] = process.argv.slice(2);
if (mode === "serve") await serveSteps(rest[0] as Normalization, Number(rest[1]));
else await compare(Number(mode ?? 6), Number(rest[0] ?? 2));

interface Answer {
  seconds: number[];
  cpuSeconds: number;
}

async function compare(rounds: number, threads: number): Promise<void> {
  console.log(`${cpus().length} × ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}; ${threads} threads, ${rounds} rounds of ${STEPS} steps`);
  const checks: { what: string; holds: boolean }[] = [];
  for (const normalization of ["batch", "none", "group"] as const) {
    const talks: Record<string, Talk> = {
      ours: await talkTo(process.execPath, [fileURLToPath(import.meta.url), "serve", normalization, String(threads)]),
      "PyTorch, channels last": await talkTo(PYTHON, ["bench/training/steps.py", normalization, "channels_last", String(threads)]),
      "PyTorch, channels first": await talkTo(PYTHON, ["bench/training/steps.py", normalization, "channels_first", String(threads)]),
    };
    const answers: Record<string, Answer[]> = Object.fromEntries(Object.keys(talks).map((name) => [name, []]));
    for (const talk of Object.values(talks)) await talk.ask({ steps: 2 });
    for (let round = 0; round < rounds; round++) {
      for (const [name, talk] of Object.entries(talks)) answers[name]!.push((await talk.ask({ steps: STEPS })) as unknown as Answer);
    }
    for (const talk of Object.values(talks)) await talk.close();
    const fastest = (name: string): number => BATCH / Math.min(...answers[name]!.flatMap(({ seconds }) => seconds));
    const usual = (name: string): number => BATCH / median(answers[name]!.flatMap(({ seconds }) => seconds));
    const byCpu = (name: string): number => (BATCH * STEPS) / median(answers[name]!.map(({ cpuSeconds }) => cpuSeconds));
    console.log(`\nnormalisation: ${normalization}`);
    printTable([["", "images/s, best step", "median step", "per CPU second"], ...Object.keys(talks).map((name) => [name, fastest(name), usual(name), byCpu(name)])]);
    const others = Object.keys(talks).slice(1);
    const ratio = (measure: (name: string) => number): number => measure("ours") / Math.max(...others.map(measure));
    const what = `${ratio(fastest).toFixed(2)}× by the best step, ${ratio(usual).toFixed(2)}× by the median, ${ratio(byCpu).toFixed(2)}× by CPU time`;
    if (normalization === "group") console.log(`(not a claim: ${what})`);
    else checks.push({ what: `normalisation ${normalization}: >= 0.4× PyTorch's images/s (${what}; goal 0.7)`, holds: ratio(fastest) >= 0.4 && ratio(usual) >= 0.4 });
  }
  console.log(`\nload afterwards: ${loadavg()[0]!.toFixed(1)}`);
  conclude(checks);
}
