/** All runs of a folder. */
import { type ReactNode, useState } from "react";
import { formatAddress } from "./address.js";
import { useAsked, useEvents } from "./asked.js";
import { Notice } from "./parts/notice.js";
import { source } from "./source.js";

export function Home({ folder, write }: { folder: string | null; write: boolean }): ReactNode {
  const [changes, setChanges] = useState(0);
  useEvents((event) => event.type === "run-changed" && setChanges((count) => count + 1), []);
  const { value: runs, error } = useAsked(`runs ${changes}`, () => source.runs());
  if (error !== null) return <Notice error={error} />;
  if (runs === null) return null;
  return (
    <div className="home">
      <h1>Runs{folder !== null && <span className="dim path"> in {folder}</span>}</h1>
      {runs.length === 0 && <p className="empty">There is none yet. {write ? <a href={formatAddress({ run: null, room: "recipe" })}>Make the first one</a> : "Start the studio with --write to make one here."}</p>}
      <ul className="runs">
        {runs.map((run) => (
          <li key={run.name}>
            <a href={formatAddress({ run: run.name })}>
              <RunPreview run={run.name} isEmpty={run.samples === 0} />
              <strong>{run.name}</strong>
              <span className="dim">{run.problem ?? `${run.samples.toLocaleString("en")}${run.planned !== null && run.planned !== run.samples ? ` of ${run.planned.toLocaleString("en")}` : ""} samples${run.verified ? ", verified" : ""}`}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RunPreview({ run, isEmpty }: { run: string; isEmpty: boolean }): ReactNode {
  const { value } = useAsked(`preview ${run} ${isEmpty}`, isEmpty ? null : () => source.samples(run, new URLSearchParams(), 0, 4));
  return (
    <span className="preview" aria-hidden="true">
      {(value?.rows ?? []).map(({ id, imageSha256 }) => <img key={id} alt="" loading="lazy" src={source.picture(run, id, "image", { side: 128, sha256: imageSha256 })} />)}
    </span>
  );
}
