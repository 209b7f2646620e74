import { expect, test } from "vitest";
import { smallRun } from "../../interchange/small-run.js";
import { openedRun, smallStudio } from "../small-studio.js";

test("a page that begins to listen is told how the open runs stand, and then what happens", async () => {
  const studio = await smallStudio([await smallRun({ count: 2 })]);
  await openedRun(studio, "run");
  const reader = (await studio.ask("api/events")).body!.getReader();
  let text = "";
  const until = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) text += new TextDecoder().decode((await reader.read()).value);
  };
  await until('"samples":2');
  studio.studio.events.send({ type: "warning", message: "the disk is full" });
  await until("the disk is full");
  expect(studio.studio.events.size).toBe(2);
  await reader.cancel();
  studio.studio.events.send({ type: "warning", message: "nobody hears it" });
  await expect.poll(() => studio.studio.events.size).toBe(1);
}, 60_000);
