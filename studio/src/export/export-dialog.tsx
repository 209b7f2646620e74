/** Writes a run as another dataset: what, how, how far it is, and the proof that its labels survived. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ExportFormatEntry, Job, JobOrder } from "../../../src/studio/jobs/job.js";
import { useAsked } from "../asked.js";
import { JobCard } from "../jobs/job-card.js";
import { isGoing, useJobs } from "../jobs/jobs.js";
import { Notice } from "../parts/notice.js";
import { ask, send, source } from "../source.js";
import type { StudioError } from "../studio-error.js";
import { Exported } from "./exported.js";
import "./export.css";

type Order = Extract<JobOrder, { kind: "export" }>;

const SPLITS: readonly { title: string; split: readonly number[] }[] = [
  { title: "all is train", split: [1] },
  { title: "90 % train, 10 % val", split: [0.9, 0.1] },
  { title: "80 % train, 20 % val", split: [0.8, 0.2] },
  { title: "80 % train, 10 % val, 10 % test", split: [0.8, 0.1, 0.1] },
];
const WHICH: readonly { which: Order["which"]; title: string }[] = [
  { which: "all", title: "all samples" },
  { which: "accepted", title: "only accepted" },
  { which: "without-rejected", title: "all but rejected" },
];

export function ExportDialog({ run, close }: { run: string; close: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const formats = useAsked("export formats", () => ask<ExportFormatEntry[]>("api/exports/formats"));
  const facets = useAsked(`facets of ${run}`, () => source.facets(run, new URLSearchParams()));
  const jobs = useJobs();
  const [format, setFormat] = useState("coco");
  const [which, setWhich] = useState<Order["which"]>("all");
  const [split, setSplit] = useState(0);
  const [splitBy, setSplitBy] = useState<Order["splitBy"]>("shape");
  const [task, setTask] = useState<Order["task"]>("detect");
  const [segmentation, setSegmentation] = useState<Order["segmentation"]>("rle");
  const [sizes, setSizes] = useState<Record<string, number>>({});
  const [chosenName, setChosenName] = useState<string | null>(null);
  const [started, setStarted] = useState<number | null>(null);
  const [error, setError] = useState<StudioError | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => setError(null), [format, chosenName]);
  const choices = (field: string): readonly { value: string; count: number }[] => {
    const facet = facets.value?.find(({ name }) => name === field);
    return facet?.kind === "choice" ? facet.choices : [];
  };
  const verdicts = new Map(choices("verdict").map(({ value, count }) => [value, count]));
  const isJudged = verdicts.size > 0;
  const entry = formats.value?.find(({ name }) => name === format) ?? null;
  const name = chosenName ?? `${run}-${format}`;
  const job: Job | null = jobs.find(({ id, kind, run: of }) => kind === "export" && of === run && id === started) ?? jobs.find((one) => one.kind === "export" && one.run === run && isGoing(one)) ?? null;
  const start = (): void => {
    setError(null);
    const order: Order = { kind: "export", run, format, name, which, split: SPLITS[split]!.split, splitBy, sizes: entry?.needs.metres === true ? sizes : {}, task, segmentation };
    send<Job>("POST", "api/jobs", order).then(({ id }) => setStarted(id), setError);
  };
  return (
    <dialog ref={dialog} className="export" aria-labelledby="export-title" onClose={close} onClick={(event) => event.target === dialog.current && dialog.current.close()}>
      <form onSubmit={(event) => { event.preventDefault(); start(); }}>
        <div className="bar"><h2 id="export-title">Export {run}</h2><span className="grow" /><button type="button" onClick={() => dialog.current?.close()}>close</button></div>
        {formats.error !== null && <Notice error={formats.error} />}
        <label className="pick"><span>format</span><select value={format} onChange={(event) => setFormat(event.target.value)}>{(formats.value ?? []).map((each) => <option key={each.name}>{each.name}</option>)}</select></label>
        {entry !== null && <p className="about">{entry.summary}{entry.loses !== null && <span className="doubt"> Not in it: {entry.loses}</span>}</p>}
        <fieldset className="pick"><legend>which</legend>
          {WHICH.map((each) => (
            <label key={each.which}><input type="radio" name="which" checked={which === each.which} disabled={each.which !== "all" && !isJudged} onChange={() => setWhich(each.which)} />{each.title}{each.which === "accepted" && isJudged ? ` (${(verdicts.get("accepted") ?? 0).toLocaleString("en")})` : each.which === "without-rejected" && isJudged ? ` (${(verdicts.get("rejected") ?? 0).toLocaleString("en")} rejected)` : ""}</label>
          ))}
        </fieldset>
        {!isJudged && <p className="about">Nothing is accepted or rejected yet: verify the run, or decide on its samples.</p>}
        <label className="pick"><span>split</span><select value={split} onChange={(event) => setSplit(Number(event.target.value))}>{SPLITS.map(({ title }, at) => <option key={title} value={at}>{title}</option>)}</select></label>
        {split > 0 && <label className="pick"><span>never in two</span><select value={splitBy} onChange={(event) => setSplitBy(event.target.value as Order["splitBy"])}><option value="shape">shapes, with all their images</option><option value="image">images</option></select></label>}
        {format === "yolo" && <label className="pick"><span>task</span><select value={task} onChange={(event) => setTask(event.target.value as Order["task"])}><option>detect</option><option>segment</option><option>pose</option></select></label>}
        {format === "coco" && <label className="pick"><span>masks</span><select value={segmentation} onChange={(event) => setSegmentation(event.target.value as Order["segmentation"])}><option value="rle">run lengths</option><option value="polygon">polygons</option></select></label>}
        {entry?.needs.metres === true && (
          <fieldset className="sizes"><legend>longest side in metres, where the shapes do not say</legend>
            {choices("category").map(({ value: category }) => <label key={category}><span>{category}</span><input type="number" min={0} step="any" value={sizes[category] ?? ""} onChange={(event) => setSizes(({ [category]: _old, ...rest }) => (Number(event.target.value) > 0 ? { ...rest, [category]: Number(event.target.value) } : rest))} /> m</label>)}
          </fieldset>
        )}
        <label className="pick"><span>to</span><span className="path">exports/<input type="text" aria-label="name of the export's folder" spellCheck={false} value={name} onChange={(event) => setChosenName(event.target.value)} /></span></label>
        {error !== null && <Notice error={error} />}
        {job !== null && <JobCard job={job} goOn={null} />}
        {job?.exported != null && <Exported exported={job.exported} />}
        <div className="bar"><span className="grow" /><button className="main" type="submit" disabled={entry === null || (job !== null && isGoing(job))}>Export</button></div>
      </form>
    </dialog>
  );
}
