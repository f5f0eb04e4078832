/** What `npm test` runs, in this order. */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(readonly [script: string, ...args: string[]])[]} commands run by Node one after the other, until one fails
 * @property {'vitest' | 'playwright'} [report] kind of the report that the command writes, if it runs tests
 * @property {boolean} [browser] whether it needs Chrome
 * @property {string} [needs] step without which this one makes no sense
 * @property {boolean} [onRequest] whether it runs only when `--only` names it
 */

const BIN = 'node_modules';
/** Where a runner leaves its report. @param {string} name */
export const reportPath = (name) => `.cache/reports/${name}.json`;

/** @param {string} project @param {string} step @returns {Step['commands']} */
const vitest = (project, step) => [
  [
    `${BIN}/vitest/vitest.mjs`,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath(step)}`,
  ],
];

/** @param {string} project @returns {Step['commands']} */
const playwright = (project) => [
  [`${BIN}/@playwright/test/cli.js`, 'test', `--project=${project}`, '--reporter=list,json'],
];

/** @type {readonly Step[]} */
export const STEPS = [
  { name: 'data', commands: [['scripts/data.mjs']] },
  {
    name: 'check',
    commands: [
      [`${BIN}/typescript/bin/tsc`, '--build'],
      [
        `${BIN}/svelte-check/bin/svelte-check`,
        '--tsconfig',
        'tsconfig.page.json',
        '--fail-on-warnings',
      ],
    ],
  },
  { name: 'lint', commands: [[`${BIN}/eslint/bin/eslint.js`, '.']] },
  { name: 'unit', commands: vitest('node', 'unit'), report: 'vitest' },
  { name: 'browser', commands: vitest('browser', 'browser'), report: 'vitest', browser: true },
  {
    name: 'build',
    commands: [[`${BIN}/vite/bin/vite.js`, 'build'], ['scripts/check-budget.mjs']],
  },
  {
    name: 'licences',
    commands: [['scripts/third-party.mjs', '--check']],
    needs: 'build',
  },
  {
    name: 'e2e',
    commands: playwright('e2e'),
    report: 'playwright',
    browser: true,
    needs: 'build',
  },
  {
    name: 'long',
    commands: playwright('long'),
    report: 'playwright',
    browser: true,
    onRequest: true,
  },
];
