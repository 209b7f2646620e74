import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { importRunReview } from "../../../src/engine/review-run.js";
import type { GivenAnswers, ReviewList, ReviewQuestions, ReviewState } from "../../../src/studio/review/review-messages.js";
import { readHumanAnswers } from "../../../src/verify/review/human-answer-file.js";
import type { ReviewKey } from "../../../src/verify/review/review-set.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { judgedRun } from "../judged-run.js";
import { openedRun, smallStudio, type SmallStudio } from "../small-studio.js";

interface Desk extends SmallStudio {
  root: string;
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body: unknown): Promise<Response>;
}

async function desk({ write = true, more = [] }: { write?: boolean; more?: readonly string[] } = {}): Promise<Desk> {
  const root = await judgedRun();
  const studio = await smallStudio([root, ...more], { write });
  await openedRun(studio, "vehicles");
  return {
    ...studio, root,
    get: async (path) => (await (await studio.ask(`api/runs/vehicles/reviews${path}`)).json()) as never,
    send: (method, path, body) => studio.ask(`api/runs/vehicles/reviews${path}`, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  };
}

const NEW = { name: "first", count: 6, gold: 4, seed: 1, other: null };

/** Starts a review and waits for its pictures. */
async function started(at: Desk, changes: Partial<Record<keyof typeof NEW, unknown>> = {}): Promise<ReviewKey> {
  const answer = await at.send("POST", "", { ...NEW, ...changes });
  expect(answer.status).toBe(202);
  await vi.waitFor(async () => expect((await at.get<ReviewList>("")).making).toEqual([]), 20_000);
  return keyOf(at, String(changes.name ?? NEW.name));
}

function keyOf({ root }: Desk, name: string): ReviewKey {
  return JSON.parse(readFileSync(join(root, "reviews", name, "key.json"), "utf8")) as ReviewKey;
}

const give = (at: Desk, rater: string, answers: GivenAnswers["answers"], name = NEW.name): Promise<Response> => at.send("PUT", `/${name}/answers`, { rater, answers });

/** Everyone is right about gold questions; of the others the given share is answered with no. */
function answersTo(key: ReviewKey, noes: number): ReviewQuestions["given"] {
  let asked = 0;
  return key.items.map(({ item, gold }) => ({ item, answer: gold ?? (asked++ < noes ? "no" : "yes") }));
}

describe("a review", () => {
  test("shows raters nothing of where pictures come from, nor what anybody thinks of them", async () => {
    const at = await desk();
    const key = await started(at);
    const text = JSON.stringify(await at.get("/first/questions?rater=ann&order=own"));
    for (const { images } of key.items) for (const { id, imageSha256 } of images) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(imageSha256.slice(0, 12));
    }
    expect(text).not.toMatch(/gold|verdict|score|planted|dataset|\.png|shape|shard/);
    const { items, given } = JSON.parse(text) as ReviewQuestions;
    expect(items).toHaveLength(10);
    expect(given).toEqual([]);
    const picture = await at.ask(`api/runs/vehicles/reviews/first/pictures/${items[0]!.item}/0/labelled`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
  });

  test("gives every rater the same questions, in one order or in their own", async () => {
    const at = await desk();
    await started(at);
    const order = async (rater: string, kind: string) => (await at.get<ReviewQuestions>(`/first/questions?rater=${rater}&order=${kind}`)).items.map(({ item }) => item);
    const [same, ann, again, bob] = [await order("ann", "same"), await order("ann", "own"), await order("ann", "own"), await order("bob", "own")];
    expect(same).toEqual([...same].sort());
    expect(again).toEqual(ann);
    expect(ann).not.toEqual(bob);
    expect([...bob].sort()).toEqual(same);
  });

  test("keeps each answer at once, takes it back, and goes on after a reload", async () => {
    const at = await desk();
    const key = await started(at);
    const [one, two] = key.items as [ReviewKey["items"][number], ReviewKey["items"][number]];
    await give(at, " Ann  B ", [{ item: two.item, answer: "yes" }]);
    await give(at, "Ann B", [{ item: one.item, answer: "no" }, { item: two.item, answer: null }]);
    await give(at, "Ann B", [{ item: two.item, answer: "unsure" }]);
    expect((await at.get<ReviewQuestions>("/first/questions?rater=Ann%20B")).given).toEqual([{ item: one.item, answer: "no" }, { item: two.item, answer: "unsure" }]);
    const files = readdirSync(join(at.root, "reviews", "first", "answers"));
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^Ann-B-[0-9a-f]{8}\.json$/);
    expect(at.told.filter(({ type }) => type === "review-changed").length).toBeGreaterThan(2);
  });

  test("answers that come at the same time are all kept", async () => {
    const at = await desk();
    const key = await started(at);
    await Promise.all(key.items.flatMap(({ item }) => ["ann", "bob"].map((rater) => give(at, rater, [{ item, answer: "yes" }]))));
    const { reviews } = await at.get<ReviewList>("");
    expect(reviews).toMatchObject([{ name: "first", questions: 10, gold: 4, raters: [{ name: "ann", answered: 10, isDone: true }, { name: "bob", answered: 10, isDone: true }] }]);
  });

  test("hides what others say until a rater is done; then agreement, kappa and shares with intervals", async () => {
    const at = await desk();
    const key = await started(at);
    await give(at, "ann", answersTo(key, 2));
    await give(at, "bob", answersTo(key, 3).slice(0, 9));
    expect(await at.get<ReviewState>("/first?rater=bob")).toMatchObject({ figures: null, split: [], raters: [{ name: "ann", isDone: true }, { name: "bob", answered: 9, isDone: false }] });
    expect((await at.get<ReviewState>("/first?rater=somebody")).figures).toBeNull();
    await give(at, "bob", answersTo(key, 3));
    const { figures, split, usable, used } = await at.get<ReviewState>("/first?rater=bob");
    expect(figures).toMatchObject({ questions: 6, decided: 5, agreement: { value: 5 / 6, interval: { low: expect.any(Number) as number } }, correct: [{ name: "all", hits: 3, count: 5 }, ...(figures!.correct.slice(1))] });
    // Yes and no 4:2 and 3:3: by chance 1/2, seen 5/6.
    expect(figures!.cohen).toMatchObject([{ first: "ann", second: "bob", questions: 6, value: expect.closeTo(2 / 3, 9) as number }]);
    expect(figures!.raters).toMatchObject([{ name: "ann", goldAnswered: 4, goldRight: 4 }, { name: "bob", goldRight: 4 }]);
    expect(split).toMatchObject([{ sides: 1, answers: [{ rater: "ann", answer: "yes" }, { rater: "bob", answer: "no" }] }]);
    expect([usable, used]).toEqual([5, 0]);
  });

  test("is used for calibration as `review import` does it, and the command reads its files", async () => {
    const at = await desk();
    const key = await started(at);
    await give(at, "ann", answersTo(key, 2));
    await give(at, "bob", answersTo(key, 2));
    const answer = await at.send("POST", "/first/import", {});
    expect(await answer.json()).toEqual({ kept: [{ folder: at.root, answers: 6, command: `dst3d verify ${at.root}` }] });
    const kept = await readHumanAnswers(at.root);
    expect(kept.filter(({ isGood }) => !isGood)).toHaveLength(2);
    expect(await at.get<ReviewState>("/first")).toMatchObject({ usable: 6, used: 6, figures: { agreement: { value: 1 } } });
    const review = join(at.root, "reviews", "first");
    const files = readdirSync(join(review, "answers")).map((name) => join(review, "answers", name));
    expect((await importRunReview({ review, files })).kept).toEqual([{ folder: at.root, answers: 6 }]);
  });

  test("of pairs of two runs says which is better", async () => {
    const other = await judgedRun("other");
    const at = await desk({ more: [other] });
    const key = await started(at, { name: "pairs", other: "other", count: 5, gold: 0 });
    expect(key).toMatchObject({ kind: "pair" });
    const { items } = await at.get<ReviewQuestions>("/pairs/questions?rater=ann");
    expect(items.every(({ sides, hasClaim }) => sides === 2 && !hasClaim)).toBe(true);
    const answers = key.items.map(({ item, images }) => ({ item, answer: images[0]!.dataset === "../.." ? ("left" as const) : ("right" as const) }));
    for (const rater of ["ann", "bob"]) await give(at, rater, answers, "pairs");
    expect((await at.get<ReviewState>("/pairs")).figures!.preferred).toMatchObject([{ dataset: "vehicles", wins: 5, share: 1 }, { dataset: "other", wins: 0, share: 0 }]);
    expect((await at.ask("api/runs/vehicles/reviews/pairs/pictures/q0001/1/plain")).status).toBe(200);
    expect((await at.ask("api/runs/vehicles/reviews/pairs/pictures/q0001/2/plain")).status).toBe(404);
  });
});

describe("what is refused", () => {
  test("without --write: starting, answering, using", async () => {
    const at = await desk({ write: false });
    for (const [method, path, body] of [["POST", "", NEW], ["PUT", "/first/answers", { rater: "ann", answers: [] }], ["POST", "/first/import", {}]] as const) expect((await at.send(method, path, body)).status).toBe(403);
    expect(await at.get<ReviewList>("")).toMatchObject({ reviews: [], goldSource: "the planted images of the run itself" });
  });

  test("names that lead elsewhere, counts that are none, another review of the same name", async () => {
    const at = await desk();
    for (const changes of [{ name: "../out" }, { name: ".hidden" }, { name: "" }, { name: "a/b" }, { count: 0 }, { count: 1.5 }, { gold: -1 }, { other: "nowhere" }, { other: "vehicles" }, { more: 1 }]) {
      expect((await at.send("POST", "", { ...NEW, ...changes })).status, JSON.stringify(changes)).toBeGreaterThanOrEqual(400);
    }
    expect(existsSync(join(at.root, "reviews"))).toBe(false);
    await started(at);
    expect(await (await at.send("POST", "", NEW)).json()).toMatchObject({ code: "E_REVIEW" });
    for (const path of ["/..%2Ffirst", "/first%2F..", "/.%2e", "/second"]) expect((await at.ask(`api/runs/vehicles/reviews${path}`)).status).toBeGreaterThanOrEqual(400);
    for (const path of ["q0001/0/key", "q9999/0/plain", "q0001/2/plain", "..%2F..%2Fkey.json/0/plain", "q0001/__proto__/plain"]) expect((await at.ask(`api/runs/vehicles/reviews/first/pictures/${path}`)).status).toBe(404);
  });

  test("answers that are none: unknown questions, answers of another kind, raters without a name", async () => {
    const at = await desk();
    await started(at);
    for (const body of [null, {}, { rater: "ann", answers: [] }, { rater: " ", answers: [{ item: "q0001", answer: "yes" }] }, { rater: "ann", answers: [{ item: "q9999", answer: "yes" }] }, { rater: "ann", answers: [{ item: "q0001", answer: "left" }] }, { rater: "ann", answers: [{ item: "q0001", answer: "maybe" }] }, { rater: "a".repeat(101), answers: [{ item: "q0001", answer: "yes" }] }]) {
      expect((await at.send("PUT", "/first/answers", body)).status, JSON.stringify(body)).toBe(400);
    }
    await give(at, "../../../evil", [{ item: "q0001", answer: "yes" }]);
    expect(readdirSync(join(at.root, "reviews", "first", "answers"))).toEqual([expect.stringMatching(/^-evil-[0-9a-f]{8}\.json$/)]);
  });

  test("a key that names pictures outside of what is open: nothing is written there", async () => {
    const at = await desk();
    const key = await started(at);
    const elsewhere = await judgedRun("elsewhere");
    const folder = join(at.root, "reviews", "first");
    writeFileSync(join(folder, "key.json"), JSON.stringify({ ...key, items: key.items.map((item) => ({ ...item, images: item.images.map((image) => ({ ...image, dataset: elsewhere })) })) }));
    for (const rater of ["ann", "bob"]) await give(at, rater, answersTo(key, 1));
    const answer = await at.send("POST", "/first/import", {});
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: "E_ACCESS" })]);
    expect(existsSync(join(elsewhere, "verify", "human.jsonl"))).toBe(false);
  });

  test("links that lead out of the run are not written through", async () => {
    const at = await desk();
    const outside = temporaryFolder();
    symlinkSync(outside, join(at.root, "reviews"));
    await at.send("POST", "", NEW);
    await vi.waitFor(async () => expect((await at.get<ReviewList>("")).making).toMatchObject([{ error: { message: expect.stringContaining("leads out of the folder") as string } }]), 20_000);
    expect(readdirSync(outside)).toEqual([]);
  });

  test("broken files are told of and stop nothing", async () => {
    const at = await desk();
    const key = await started(at);
    await give(at, "ann", answersTo(key, 0));
    writeFileSync(join(at.root, "reviews", "first", "answers", "bob.json"), "{");
    expect((await at.get<ReviewState>("/first")).problem).toContain("is not JSON");
    mkdirSync(join(at.root, "reviews", "second"));
    writeFileSync(join(at.root, "reviews", "second", "key.json"), "[]");
    expect((await at.get<ReviewList>("")).reviews).toMatchObject([{ name: "first", raters: [{ name: "ann" }] }, { name: "second", problem: expect.stringContaining("is not the key of a review") as string }]);
    renameSync(join(at.root, "reviews", "first", "page"), join(at.root, "gone"));
    expect(await (await at.ask("api/runs/vehicles/reviews/first/pictures/q0001/0/plain")).json()).toMatchObject({ code: "E_NOT_FOUND" });
  });
});
