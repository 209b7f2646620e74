import { expect, it } from "vitest";
import { retryAfterSeconds } from "../../src/core/retry-after.js";

const NOW = "Fri, 27 Nov 2026 08:00:00 GMT";

it.each([
  ["120", NOW, 120],
  [" 0 ", undefined, 0],
  ["999999", NOW, 600],
  ["Fri, 27 Nov 2026 08:00:30 GMT", NOW, 30],
  ["Fri, 27 Nov 2026 07:00:00 GMT", NOW, 0],
  ["Fri, 27 Nov 2026 08:00:30 GMT", undefined, null],
  ["soon", NOW, null],
  [undefined, NOW, null],
])("Retry-After %s at %s is %s s", (header, date, seconds) => {
  expect(retryAfterSeconds(header, date, 600)).toBe(seconds);
});
