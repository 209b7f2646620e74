/** The name that somebody answers under in this browser. */
const KEPT = "dst3d rater";

export function keptRater(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export function keepRater(name: string): void {
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // It is asked for again then.
  }
}
