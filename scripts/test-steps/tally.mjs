/** Counts of tests, read from the runners' reports. */

/** @typedef {{ passed: number, failed: number }} Tally */
/** @typedef {{ status: string, assertionResults: readonly unknown[] }} VitestFile */
/** @typedef {{ numPassedTests: number, numFailedTests: number, testResults: readonly VitestFile[] }} VitestReport */
/** @typedef {{ stats: { expected: number, flaky: number, unexpected: number }, errors: readonly unknown[] }} PlaywrightReport */

/** @param {Tally} a @param {Tally} b @returns {Tally} */
export function addTallies(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The last line of every test command. @param {Tally} tally */
export function summary({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/**
 * A file that cannot even be loaded runs no test, and counts as one failed.
 * @param {VitestReport} report Vitest's JSON report
 * @returns {Tally}
 */
export function readVitestReport(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/**
 * @param {PlaywrightReport} report Playwright's JSON report
 * @returns {Tally}
 */
export function readPlaywrightReport({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}
