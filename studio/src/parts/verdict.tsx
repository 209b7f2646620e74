import type { ReactNode } from "react";

const MARKS: Readonly<Record<string, string>> = { accepted: "✓", rejected: "✕", unsure: "?", stale: "!" };

/** A verdict by sign, colour and word; a ring says that a person has decided. */
export function Verdict({ verdict, isDecided = false, isLong = false }: { verdict: string; isDecided?: boolean; isLong?: boolean }): ReactNode {
  const words = `${verdict}${verdict === "stale" ? ": the image has changed since" : isDecided ? " by a person" : ""}`;
  return <span className={`verdict ${verdict}${isDecided ? " decided" : ""}`} title={words}><span aria-hidden={isLong}>{MARKS[verdict] ?? verdict}</span>{isLong ? <span>{words}</span> : <span className="unseen">{words}</span>}</span>;
}
