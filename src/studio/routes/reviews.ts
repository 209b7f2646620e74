/** Reviews: people answer questions about pictures; their answers measure verification and calibrate it. */
import { join, resolve, sep } from "node:path";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { inTurn } from "../../core/in-turn.js";
import { exportRunReview, importRunReview } from "../../engine/review-run.js";
import type { FileSystem } from "../../storage/file-system.js";
import { KEY_FILE, reviewOptions } from "../../verify/review/export-review.js";
import { readKey } from "../../verify/review/read-review.js";
import { ANSWERS, type ReviewKey } from "../../verify/review/review-set.js";
import type { OpenedRun } from "../opened-run.js";
import { bodyOf, checked } from "../body.js";
import { ReviewMaking } from "../review/making.js";
import { picturePath, questionsOf, stampOf } from "../review/questions.js";
import { giveAnswers, readAllAnswers, readRater } from "../review/rater-files.js";
import { goldSourceOf, reviewFolder, reviewNames } from "../review/review-folders.js";
import type { ImportedAnswers, ReviewList, ReviewQuestions } from "../review/review-messages.js";
import { type OpenedReview, reviewEntry, reviewState } from "../review/review-state.js";
import { shellWord } from "../../core/shell-word.js";
import type { Studio } from "../studio.js";
import { writableFiles } from "../writable-files.js";

const rater = z.string().trim().min(1).max(100).transform((name) => name.normalize("NFC").replaceAll(/\s+/g, " "));
const givenAnswers = z.strictObject({ rater, answers: z.array(z.strictObject({ item: z.string().max(20), answer: z.enum([...ANSWERS.single, ...ANSWERS.pair]).nullable() })).min(1).max(10_000) });
const newReview = reviewOptions.extend({ name: z.string().max(60), other: z.string().max(1000).nullable() });

export function reviewRoutes(studio: Studio): Hono {
  const { workspace, events } = studio;
  const making = new ReviewMaking();
  const keys = new Map<string, { stamp: string; key: ReviewKey }>();
  /** By folder: each change reads the file that the one before has written. */
  const turns = new Map<string, ReturnType<typeof inTurn>>();
  function turnOf(folder: string): ReturnType<typeof inTurn> {
    let turn = turns.get(folder);
    if (turn === undefined) turns.set(folder, (turn = inTurn()));
    return turn;
  }

  const runOf = (context: Context): Promise<OpenedRun> => workspace.run(context.req.param("run")!);

  /** A key has as many lines as the review has questions: it is read once. */
  async function keyOf(run: OpenedRun, folder: string): Promise<ReviewKey | null> {
    const path = join(folder, KEY_FILE);
    const stat = await run.files.stat(path);
    if (stat === null) return null;
    const stamp = `${stat.modified}/${stat.bytes}`;
    const known = keys.get(path);
    if (known?.stamp === stamp) return known.key;
    const key = await readKey(path, run.files);
    if (key !== null) keys.set(path, { stamp, key });
    return key;
  }

  async function reviewOf(context: Context): Promise<{ run: OpenedRun; review: OpenedReview }> {
    const run = await runOf(context);
    const name = context.req.param("review")!;
    const folder = reviewFolder(run, name);
    const key = await keyOf(run, folder);
    if (key === null) throw new DatasetError("E_NOT_FOUND", `there is no review ${JSON.stringify(name)}`, { hint: "Go back to the list of reviews.", subject: name });
    return { run, review: { name, folder, key } };
  }

  async function openRuns(): Promise<OpenedRun[]> {
    const opened = await Promise.allSettled((await workspace.names()).map((name) => workspace.run(name)));
    return opened.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  }

  /** A review may be about several runs; each must be open here. */
  async function filesOf(root: string): Promise<FileSystem> {
    const run = (await openRuns()).find((each) => root === each.root || root.startsWith(each.root + sep));
    if (run === undefined) throw new DatasetError("E_ACCESS", `the review is about pictures in ${root}, which is not open here`, { hint: "Start the studio with that run, too: dst3d studio RUN --with OTHER.", subject: root });
    return writableFiles(run.root);
  }

  return new Hono()
    .get("/runs/:run/reviews", async (context) => {
      const run = await runOf(context);
      const reviews = await Promise.all((await reviewNames(run)).map(async (name) => {
        const folder = reviewFolder(run, name);
        try {
          const { answers: _, ...entry } = await reviewEntry(run, { name, folder, key: (await keyOf(run, folder))! });
          return entry;
        } catch (error) {
          if (!DatasetError.isInstance(error)) throw error;
          return { name, folder, kind: "single" as const, question: "", questions: 0, gold: 0, raters: [], problem: error.message };
        }
      }));
      const list: ReviewList = { reviews, making: making.of(run.name), goldSource: await goldSourceOf(run), others: (await workspace.names()).filter((name) => name !== run.name) };
      return context.json(list);
    })
    .post("/runs/:run/reviews", async (context) => {
      const run = await runOf(context);
      const { name, other: otherName, ...options } = await bodyOf(context, newReview, "a review to start");
      const folder = reviewFolder(run, name);
      if ((await run.files.stat(join(folder, KEY_FILE))) !== null) throw new DatasetError("E_REVIEW", `there is a review ${JSON.stringify(name)} already`, { hint: "Choose another name.", subject: name });
      const other = otherName === null ? null : await workspace.run(otherName);
      if (other !== null && other.root === run.root) throw new DatasetError("E_OPTION", "pairs need two different runs", { hint: "Choose another run.", subject: "other" });
      const files = await writableFiles(run.root);
      const tell = (): void => events.send({ type: "review-changed", run: run.name, review: name });
      making.begin(run.name, name, (onItem) => exportRunReview({ ...options, folder: run.root, ...(other === null ? {} : { other: other.root }), out: folder, filesOf: (root) => (root === other?.root ? other.files : run.files), fileSystem: files, onItem }), tell);
      return context.json({ name }, 202);
    })
    .get("/runs/:run/reviews/:review", async (context) => {
      const { run, review } = await reviewOf(context);
      const asks = context.req.query("rater");
      const runs = new Map((await openRuns()).map((each) => [each.root, each]));
      return context.json(await reviewState(run, review, asks === undefined ? null : checked(rater, asks, "the name of a rater"), runs));
    })
    .get("/runs/:run/reviews/:review/questions", async (context) => {
      const { run, review } = await reviewOf(context);
      const name = checked(rater, context.req.query("rater"), "the name of a rater");
      const given = (await readRater(review.folder, review.key, name, run.files)).map(({ item, answer }) => ({ item, answer }));
      const questions: ReviewQuestions = { ...(await questionsOf(review.folder, review.key, context.req.query("order") === "own" ? name : null, run.files)), given };
      return context.json(questions);
    })
    .get("/runs/:run/reviews/:review/pictures/:item/:side/:kind", async (context) => {
      const { run, review } = await reviewOf(context);
      const path = picturePath(review.folder, review.key, { item: context.req.param("item"), side: context.req.param("side"), kind: context.req.param("kind") });
      const bytes = await run.files.read(path).catch((cause: unknown) => {
        throw new DatasetError("E_NOT_FOUND", "the picture of this question is gone", { hint: "Skip the question, or start the review again.", cause });
      });
      const caching = context.req.query("of") === stampOf(review.key) ? "private, max-age=31536000, immutable" : "no-cache";
      return context.body(new Uint8Array(bytes), 200, { "content-type": "image/png", "cache-control": caching, "x-content-type-options": "nosniff" });
    })
    .put("/runs/:run/reviews/:review/answers", async (context) => {
      const { run, review } = await reviewOf(context);
      const given = await bodyOf(context, givenAnswers, "a list of answers");
      const { folder, key, name } = review;
      const files = await writableFiles(run.root);
      const answered = await turnOf(folder)(() => giveAnswers(folder, key, given, files));
      events.send({ type: "review-changed", run: run.name, review: name });
      return context.json({ answered });
    })
    .post("/runs/:run/reviews/:review/import", async (context) => {
      const { run, review } = await reviewOf(context);
      for (const dataset of new Set(review.key.items.flatMap(({ images }) => images.map((image) => image.dataset)))) await filesOf(resolve(review.folder, dataset));
      const { paths } = await turnOf(review.folder)(() => readAllAnswers(review.folder, review.key, run.files));
      if (paths.length === 0) throw new DatasetError("E_REVIEW", "nobody has answered yet", { hint: "Answer the questions first." });
      const { kept } = await importRunReview({ review: review.folder, files: paths, filesOf });
      events.send({ type: "review-changed", run: run.name, review: review.name });
      const imported: ImportedAnswers = { kept: kept.map((each) => ({ ...each, command: `dst3d verify ${shellWord(each.folder)}` })) };
      return context.json(imported);
    });
}
