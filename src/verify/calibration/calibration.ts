/** `calibration.json`: how the numbers of one generator's pictures become the chance that a picture shows its label. */
import * as z from "zod";
import { SHARED } from "./additive-model.js";

/** Raised whenever a field changes its meaning. */
export const CALIBRATION_FORMAT = 1;

const number = z.number();
/** Bounds far beyond what is ever fitted, so that sums and products of a file's numbers stay finite. */
const logOdds = number.min(-1e9).max(1e9);
const weight = logOdds.min(0);
const measured = number.min(-1e300).max(1e300);
const share = number.min(0).max(1);
const count = z.int().min(0);
const name = z.string().regex(/^[A-Za-z][\w.-]{0,99}$/);
const text = z.string().max(500);
const listOf = (item: typeof number) => z.array(item).max(100);
const interval = z.strictObject({ low: number, high: number }).nullable();

const rising = (values: readonly number[]): boolean => values.every((value, at) => at === 0 || value > values[at - 1]!);
const differ = (named: readonly { name: string }[]): boolean => new Set(named.map((each) => each.name)).size === named.length;
const notFalling = (values: readonly number[]): boolean => values.every((value, at) => at === 0 || value >= values[at - 1]!);

const tail = z
  .strictObject({ values: listOf(measured).min(1).refine(rising, "must rise"), evidence: listOf(weight).refine((values) => notFalling([...values].reverse()), "must fall") })
  .refine(({ values, evidence }) => values.length === evidence.length, "needs a number for each value");

const part = z
  .strictObject({
    name,
    good: z.enum(["high", "low"]),
    knots: listOf(measured).refine(rising, "must rise"),
    logOdds: listOf(logOdds).refine(notFalling, "must not fall"),
    missing: logOdds,
    typical: logOdds,
    tail,
  })
  .refine(({ knots, logOdds }) => knots.length === logOdds.length, "needs as many log odds as knots");

const shared = z.strictObject({ worst: weight, worstThree: weight, all: weight } satisfies Record<(typeof SHARED)[number], unknown>);

const curve = z
  .strictObject({ knots: listOf(logOdds).min(1).refine(rising, "must rise"), start: logOdds, slopes: z.array(weight.positive()).max(101), most: number.positive().max(100) })
  .refine(({ knots, slopes }) => slopes.length === knots.length + 1, "needs one slope more than knots");

/** The schema of the file. */
export const calibrationSchema = z.strictObject({
  formatVersion: z.literal(CALIBRATION_FORMAT),
  generator: z.strictObject({ id: text, model: text.nullable() }).describe("whose pictures it was made with"),
  seed: z.int(),
  badShare: number.gt(0).lt(1).describe("share of pictures that are taken to be wrong in reality"),
  folds: z.int().min(2).describe("of the cross-fit that all figures come from"),
  penalty: number.min(0),
  counts: z.strictObject({ plantedGood: count, plantedBad: count, humanGood: count, humanBad: count }),
  categories: z.array(text).max(10_000),
  kinds: z
    .array(z.strictObject({ kind: text, count, auc: share.nullable(), unseenAuc: share.nullable().describe("by models that have seen no defect of this kind") }))
    .max(1000),
  measures: z
    .array(z.strictObject({ name, good: z.enum(["high", "low"]), low: number, high: number, missing: count, auc: share.nullable(), aucInterval: interval }))
    .max(1000)
    .describe("what it was fitted on, and the range that was seen"),
  figures: z.strictObject({
    auc: share.nullable(),
    aucInterval: interval,
    unseenAuc: share.nullable().describe("defects of kinds that the model has not seen"),
    expectedCalibrationError: number.nullable().describe("15 bins of equal width, rows weighted to the bad share"),
    roc: z.array(z.strictObject({ cut: number.nullable(), falsePositiveRate: share, truePositiveRate: share })).max(1000).describe("some hundred points of the curve"),
    reliability: z.array(z.strictObject({ low: share, high: share, count, weight: number, meanChance: share, goodShare: share })).max(100),
  }),
  thresholds: z
    .array(z.strictObject({ precision: share, cut: share.nullable().describe("least chance that is accepted; null: no cut reaches the precision"), yield: share.describe("share of the good ones that is accepted") }))
    .min(1)
    .max(1000)
    .refine((all) => rising(all.map(({ precision }) => precision)), "must rise"),
  model: z.strictObject({ bias: logOdds, measures: z.array(part).max(1000).refine(differ, "must have different names"), shared, sharedMissing: shared }),
  curve,
});

/** See {@link calibrationSchema}. */
export type Calibration = z.infer<typeof calibrationSchema>;
