/** The frame around all rooms. */
import { lazy, type ReactNode, Suspense } from "react";
import type { StudioSummary } from "../../src/studio/protocol.js";
import { formatAddress, type Room, useAddress } from "./address.js";
import { useAsked } from "./asked.js";
import { rememberVersions, useRunVersion } from "./run-versions.js";
import { Gallery } from "./gallery/gallery.js";
import { Home } from "./home.js";
import { ImageDrop } from "./image-drop.js";
import { Notice } from "./parts/notice.js";
import { SamplePage } from "./sample/sample-page.js";
import { source } from "./source.js";

/** Rooms beside the samples are loaded when they are entered. */
const LATER: Partial<Record<Room, ReturnType<typeof lazy<(properties: { run: string | null; write: boolean }) => ReactNode>>>> = {
  recipe: lazy(() => import("./recipe/workbench.js").then(({ RecipeRoom }) => ({ default: RecipeRoom }))),
  shapes: lazy(() => import("./shapes/shapes-room.js").then(({ ShapesRoom }) => ({ default: ShapesRoom }))),
  review: lazy(() => import("./review/review.js").then(({ Review }) => ({ default: Review }))),
  report: lazy(() => import("./report/report.js").then(({ Report }) => ({ default: Report }))),
};

const TITLES: Readonly<Record<Room, string>> = { samples: "Samples", report: "Report", review: "Review", recipe: "Recipe", shapes: "Shapes" };
/** What needs a server. */
const LIVE_ROOMS: readonly Room[] = ["review", "recipe", "shapes"];

export function App(): ReactNode {
  const address = useAddress();
  const { run, room } = address;
  const { value: studio, error } = useAsked("studio", askStudio);
  if (error !== null) return <main className="alone"><Notice error={error} /></main>;
  if (studio === null) return null;
  const shown = run ?? (room === "samples" && studio.folder === null ? (studio.runs[0] ?? null) : null);
  const Later = LATER[room];
  const rooms = (Object.keys(TITLES) as Room[]).filter((name) => (name === "samples" || LATER[name] !== undefined) && (source.isLive || !LIVE_ROOMS.includes(name)));
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>Skip to the content</a>
      <header className="top">
        <a className="brand" href="#/" aria-label="dst3d studio: all runs"><Mark />dst3d</a>
        {shown !== null && <RunMenu run={shown} runs={studio.runs} room={room} />}
        <nav aria-label="Rooms">
          {(shown !== null || room !== "samples") && rooms.map((name) => (shown !== null || name === "recipe" || name === "shapes") && (
            <a key={name} href={formatAddress({ run: shown, room: name })} aria-current={name === room ? "page" : undefined}>{TITLES[name]}</a>
          ))}
          {shown === null && room === "samples" && rooms.filter((name) => name === "recipe" || name === "shapes").map((name) => <a key={name} href={formatAddress({ run: null, room: name })}>{name === "recipe" ? "New run" : TITLES[name]}</a>)}
        </nav>
        {!studio.write && source.isLive && <span className="badge" title="Start it with --write to decide, mend and generate.">reads only</span>}
      </header>
      <main id="main" tabIndex={-1}>
        {Later !== undefined ? <Suspense fallback={<p className="empty">loading …</p>}><Later run={shown} write={studio.write} /></Suspense>
          : shown === null ? <Home folder={studio.folder} write={studio.write} />
          : address.part === null ? <Gallery key={shown} run={shown} write={studio.write} />
          : <SamplePage run={shown} id={Number(address.part)} write={studio.write} />}
      </main>
      {shown !== null && source.isLive && <ImageDrop run={shown} />}
    </>
  );
}

async function askStudio(): Promise<StudioSummary> {
  const studio = await source.studio();
  rememberVersions(studio.versions);
  return studio;
}

function RunMenu({ run, runs, room }: { run: string; runs: readonly string[]; room: Room }): ReactNode {
  const version = useRunVersion(run);
  const { value } = useAsked(`run ${run} ${version}`, () => source.run(run));
  const names = runs.includes(run) ? runs : [...runs, run];
  return (
    <span className="run">
      {names.length > 1
        ? <select aria-label="Run" value={run} onChange={(event) => { location.hash = formatAddress({ run: event.target.value, room }); }}>{names.map((name) => <option key={name}>{name}</option>)}</select>
        : <strong>{run}</strong>}
      {value !== null && <span className="dim">{value.samples.toLocaleString("en")}{value.planned !== null && value.planned !== value.samples ? ` of ${value.planned.toLocaleString("en")}` : ""} samples</span>}
      {value?.indexing != null && <progress aria-label="reading the run" value={value.indexing.done} max={value.indexing.total} />}
    </span>
  );
}

function Mark(): ReactNode {
  return <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true"><g fill="none" stroke="var(--accent)" strokeWidth="2.5" strokeLinejoin="round"><path d="M4 10 16 4l12 6v12l-12 6-12-6z" /><path d="M4 10l12 6 12-6M16 16v12" /></g></svg>;
}
