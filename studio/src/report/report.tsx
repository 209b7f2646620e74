/** The room of reports. */
import type { ReactNode } from "react";
import { formatAddress, useAddress } from "../address.js";
import { source } from "../source.js";
import { Comparison } from "./comparison.js";
import { Overview } from "./overview.js";
import "./report.css";
import { SERIES_STYLE } from "./series-colors.js";
import { Verification } from "./verification.js";

const PARTS = [[null, "What it holds"], ["verification", "Verification"], ["compare", "Compare runs"]] as const;
/** Parameters that are no filter of samples. */
const VIEW_PARAMETERS = ["with", "only", "page", "sort", "at", "show"];

export function Report({ run }: { run: string | null; write: boolean }): ReactNode {
  const { part, parameters } = useAddress();
  if (run === null) return <p className="empty">Choose a run first.</p>;
  const filters = new URLSearchParams([...parameters].filter(([name]) => !VIEW_PARAMETERS.includes(name)));
  return (
    <div className="report" style={SERIES_STYLE}>
      {source.isLive && <nav className="bar tabs" aria-label="Reports">
        {PARTS.map(([name, title]) => <a key={title} href={formatAddress({ run, room: "report", part: name, parameters: filters })} aria-current={part === name ? "page" : undefined}>{title}</a>)}
      </nav>}
      {part === "verification" ? <Verification key={run} run={run} /> : part === "compare" ? <Comparison key={run} run={run} filters={filters} /> : <Overview key={run} run={run} filters={filters} />}
    </div>
  );
}
