/** The header Retry-After: seconds, or a date, which is read against the server's own clock. */

/**
 * Seconds that a server asks to wait; null when it does not say, or not in a way that can be read.
 * @param most who asks for more is given this
 */
export function retryAfterSeconds(header: string | undefined, dateHeader: string | undefined, most: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), most);
  const seconds = (Date.parse(text) - Date.parse(dateHeader ?? "")) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), most);
}
