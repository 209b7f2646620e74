/** Figures of pictures that have something in common. */
import type { ReactNode } from "react";
import type { GroupFigures } from "../../../src/studio/report/report-messages.js";
import { counted, decimals, percents } from "./formats.js";
import { NumberTable } from "./number-table.js";
import { verdictColor } from "./series-colors.js";

const VERDICTS = ["accepted", "unsure", "rejected"] as const;

/** @param linkOf a group's samples, of one verdict or of all */
export function GroupTable({ title, head, groups, linkOf }: { title: string; head: string; groups: readonly GroupFigures[]; linkOf: (name: string, verdict: string | null) => string | null }): ReactNode {
  if (groups.length === 0) return null;
  const hasTruth = groups.some(({ good }) => good !== null);
  const linked = (words: ReactNode, to: string | null): ReactNode => (to === null ? words : <a href={to}>{words}</a>);
  return (
    <section className="panel wide" aria-label={title}>
      <h2>{title}</h2>
      <NumberTable caption={title} heads={[head, "pictures", "accepted, unsure, rejected", "mean chance", ...(hasTruth ? ["right", "area", "precision", "yield"] : [])]}
        rows={groups.map(({ name, count, verdicts, meanChance, good, auc, precision, yield: share }) => ({
          key: name,
          cells: [
            linked(name, linkOf(name, null)), counted(count),
            <span className="parts">
              {VERDICTS.map((verdict) => verdicts[verdict] > 0 && (
                <a key={verdict} href={linkOf(name, verdict) ?? undefined} style={{ flexGrow: verdicts[verdict], background: verdictColor(verdict) }} title={`${counted(verdicts[verdict])} ${verdict}`} aria-label={`${counted(verdicts[verdict])} ${verdict}`} />
              ))}
            </span>,
            percents(meanChance, 0),
            ...(hasTruth ? [good === null ? "–" : counted(good), decimals(auc), percents(precision, 0), percents(share, 0)] : []),
          ],
        }))} />
    </section>
  );
}
