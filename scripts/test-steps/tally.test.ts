import { expect, it } from 'vitest';
import { addTallies, readPlaywrightReport, readVitestReport, summary } from './tally.mjs';

it('adds up and says it in one line', () => {
  const total = addTallies({ passed: 3, failed: 0 }, { passed: 4, failed: 1 });
  expect(summary(total)).toBe('7 passed, 1 failed');
});

it('counts a test file that cannot be loaded as a failed test', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(readVitestReport(report)).toEqual({ passed: 5, failed: 2 });
});

it('counts what Playwright ran, and errors outside of tests', () => {
  const report = {
    stats: { expected: 8, flaky: 1, unexpected: 2, skipped: 3 },
    errors: [{ message: 'the server did not start' }],
  };
  expect(readPlaywrightReport(report)).toEqual({ passed: 9, failed: 3 });
});
