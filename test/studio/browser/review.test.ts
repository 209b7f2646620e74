import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readHumanAnswers } from "../../../src/verify/review/human-answer-file.js";
import { judgedRun } from "../judged-run.js";
import { expectNoTrouble, expectToLookLike, inBrowser, opened, startedStudio } from "./browser.js";

inBrowser("reviews in the browser", () => {
  async function begin(page: Page, name: string): Promise<void> {
    await page.getByLabel("Your name").fill(name);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText("The label says:").waitFor();
  }
  async function answer(page: Page, keys: string): Promise<void> {
    const done = Number(/^\d+/.exec((await page.getByRole("status").first().textContent())!)![0]);
    for (const [at, key] of [...keys].entries()) {
      await page.keyboard.press(key);
      await page.getByRole("status").first().filter({ hasText: `${done + at + 1} of 6` }).waitFor();
    }
  }

  test("two raters answer six questions with one key each, one stops and goes on; then kappa, and the answers are used", async () => {
    const root = await judgedRun();
    const { url } = await startedStudio([root], { write: true });
    const page = await opened(`${url}#/vehicles/review`);
    const form = page.getByRole("form", { name: "Start a review" });
    await form.getByLabel("Questions", { exact: true }).fill("6");
    await form.getByLabel("Gold questions").fill("0");
    await form.getByRole("button", { name: "Start" }).click();
    await page.locator(".reviews").getByRole("link", { name: "review" }).click();
    await begin(page, "Ann");
    await expectToLookLike(page, "review-question");
    await answer(page, "112");
    await page.keyboard.press("u");
    await page.getByRole("status").first().filter({ hasText: "2 of 6" }).waitFor();
    await page.reload();
    await page.getByRole("status").first().filter({ hasText: "2 of 6" }).waitFor();
    await answer(page, "1122");
    await page.getByText("Every answer is saved").waitFor();

    const other = await opened(`${url}#/vehicles/review/review`, { colorScheme: "dark", viewport: { width: 390, height: 800 } });
    await begin(other, "Bob");
    await expectToLookLike(other, "review-question-dark-phone");
    await answer(other, "1");
    await other.getByRole("link", { name: "pause" }).click();
    await other.getByText("What others have answered is shown to Bob after the last question").waitFor();
    expect(await other.getByText("kappa").count()).toBe(0);
    await other.getByRole("button", { name: "Go on" }).click();
    await other.getByRole("button", { name: /yes/ }).click();
    await other.getByRole("status").first().filter({ hasText: "2 of 6" }).waitFor();
    await answer(other, "1122");
    await other.getByText("Every answer is saved").waitFor();
    await other.getByRole("link", { name: "See what came of it" }).click();
    // Both have their own order: the last figures stand on Ann's page, too.
    await other.getByText("Cohen's kappa").first().waitFor();

    await page.getByRole("link", { name: "See what came of it" }).click();
    await page.getByText("Cohen's kappa").first().waitFor();
    await page.getByText("6 of 6 questions").or(page.getByText(/\d of 6 questions decided/)).first().waitFor();
    const use = page.getByRole("button", { name: "Use for calibration" });
    expect(existsSync(join(root, "verify", "human.jsonl"))).toBe(false);
    await use.click();
    await page.getByText("The next verification calibrates on them").waitFor();
    await page.getByText(`dst3d verify ${root}`).waitFor();
    expect((await readHumanAnswers(root)).length).toBeGreaterThan(1);
    expectNoTrouble(page);
    expectNoTrouble(other);
  }, 90_000);

  test("answers that the server does not take are kept in the browser and sent again", async () => {
    const { url } = await startedStudio([await judgedRun()], { write: true });
    const page = await opened(`${url}#/vehicles/review`);
    await page.getByLabel("Questions", { exact: true }).fill("6");
    await page.getByLabel("Gold questions").fill("0");
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".reviews").getByRole("link", { name: "review" }).click();
    await begin(page, "Ann");
    await page.route("**/answers", (route) => route.abort());
    await page.keyboard.press("1");
    await page.getByText("1 answer is not saved yet").waitFor();
    await page.unroute("**/answers");
    await page.getByText("1 answer is not saved yet").waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("status").first().filter({ hasText: "1 of 6" }).waitFor();
    expectNoTrouble(page, /ERR_FAILED/);
  }, 60_000);

  test("without --write there is nothing to answer", async () => {
    const { url } = await startedStudio([await judgedRun()]);
    const page = await opened(`${url}#/vehicles/review`);
    await page.getByText("Start the studio with --write to ask").waitFor();
    expect(await page.getByRole("button", { name: "Start" }).count()).toBe(0);
    expectNoTrouble(page);
  }, 60_000);
});
