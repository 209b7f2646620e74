/** Numbers as people read them. */

export function counted(value: number): string {
  return value.toLocaleString("en");
}

/** "93.1 %" */
export function percents(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(digits)} %`;
}

export function decimals(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? "–" : value.toFixed(digits);
}

/** "0.962 (0.951 to 0.972)" */
export function withInterval(value: number | null, interval: { low: number; high: number } | null, write: (value: number | null) => string = decimals): string {
  return interval === null || value === null ? write(value) : `${write(value)} (${write(interval.low)} to ${write(interval.high)})`;
}

/** At most that many letters; names of one family differ at their ends. */
export function shortened(text: string, most = 22): string {
  if (text.length <= most) return text;
  const end = Math.ceil((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`;
}
