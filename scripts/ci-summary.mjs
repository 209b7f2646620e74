/**
 * Closes a run of .ci/run: `node scripts/ci-summary.mjs FAILED_STEPS VITEST_JSON…` prints `N passed, N failed`.
 * A skipped test counts as failed, and so does a report that was never written.
 */
import { existsSync, readFileSync } from "node:fs";

const [failedSteps, ...reports] = process.argv.slice(2);
let passed = 0;
let failed = Number(failedSteps);
for (const file of reports) {
  if (!existsSync(file)) {
    console.log(`no report: ${file}`);
    failed++;
    continue;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  for (const { name, status, assertionResults } of report.testResults) {
    for (const test of assertionResults) {
      if (test.status === "passed") passed++;
      else {
        failed++;
        console.log(`${test.status}: ${test.fullName}`);
      }
    }
    if (status === "failed" && assertionResults.every((test) => test.status === "passed")) {
      failed++;
      console.log(`failed as a whole: ${name}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
