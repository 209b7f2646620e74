/** Samples with equal ids of two runs, beside each other. */
import type { ReactNode } from "react";
import type { SampleRow } from "../../../src/studio/protocol.js";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { Notice } from "../parts/notice.js";
import { Verdict } from "../parts/verdict.js";
import { source } from "../source.js";
import { counted } from "./formats.js";
import { reportSource } from "./report-source.js";
import { seriesColor } from "./series-colors.js";

const PAGE = 8;

interface PairsProperties {
  run: string;
  other: string;
  filters: URLSearchParams;
  common: number;
  sameLabel: number;
  otherVerdict: number;
}

export function SamplePairs({ run, other, filters, common, sameLabel, otherVerdict }: PairsProperties): ReactNode {
  const { parameters } = useAddress();
  const only = parameters.get("only") ?? "";
  const page = Math.max(0, Number(parameters.get("page") ?? 0) || 0);
  const { value, error } = useAsked(`pairs ${run} ${other} ${filters} ${only} ${page} ${common} ${otherVerdict}`, () => reportSource.pairs(run, other, filters, { only, offset: page * PAGE, limit: PAGE }));
  const go = (changes: Record<string, string>): void => {
    const next = new URLSearchParams(parameters);
    for (const [name, text] of Object.entries(changes)) {
      if (text === "") next.delete(name);
      else next.set(name, text);
    }
    goTo({ run, room: "report", part: "compare", parameters: next }, { replace: true });
  };
  const total = value?.total ?? 0;
  return (
    <section className="panel wide" aria-label="Samples with equal ids">
      <div className="bar">
        <h2>Samples with equal ids <span className="dim">{counted(common)}</span></h2>
        <span className="dim">{sameLabel === common ? "all with the same label" : `${counted(sameLabel)} with the same label`}</span>
        {(otherVerdict > 0 || only === "verdict") && <label><input type="checkbox" checked={only === "verdict"} onChange={(event) => go({ only: event.target.checked ? "verdict" : "", page: "" })} />only with another verdict ({counted(otherVerdict)})</label>}
        <span className="grow" />
        <button disabled={page === 0} onClick={() => go({ page: page === 1 ? "" : String(page - 1) })} aria-label="samples before">‹</button>
        <span className="dim">{total === 0 ? "none" : `${counted(page * PAGE + 1)} to ${counted(Math.min(total, (page + 1) * PAGE))} of ${counted(total)}`}</span>
        <button disabled={(page + 1) * PAGE >= total} onClick={() => go({ page: String(page + 1) })} aria-label="further samples">›</button>
      </div>
      {error !== null && <Notice error={error} />}
      <ul className="pairs">
        {(value?.pairs ?? []).map(({ id, first, second }) => <li key={id}><Half run={run} row={first} at={0} /><Half run={other} row={second} at={1} /></li>)}
      </ul>
    </section>
  );
}

function Half({ run, row, at }: { run: string; row: SampleRow; at: number }): ReactNode {
  const { verdict, decided, category } = row.values;
  return (
    <a href={formatAddress({ run, part: String(row.id) })} style={{ borderColor: seriesColor(at) }} title={`${run}, sample ${row.id}`}>
      <img alt={`sample ${row.id} of ${run}: ${category ?? "image"}`} loading="lazy" src={source.picture(run, row.id, "image", { side: 256, sha256: row.imageSha256 })} />
      <span className="caption"><span>{row.id}</span><span className="grow">{category}</span>{verdict !== undefined && <Verdict verdict={String(verdict)} isDecided={decided === "person"} />}</span>
    </a>
  );
}
