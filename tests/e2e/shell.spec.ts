/** Shell cells; the second lesson has some, and tests write their own lines into them. */
import { SECOND_LESSON } from './lesson-page';
import { expect, test } from './test';

const FIRST = 'Look inside the file';
const SECOND = 'Read the architecture';

test.beforeEach(({ lesson }) => lesson.open(SECOND_LESSON));

test('writes files that the files panel shows, on no backend', async ({ lesson }) => {
  const cell = lesson.cell(FIRST);
  await expect(cell.region.getByText('shell', { exact: true })).toBeVisible();
  await cell.runCode('mkdir -p notes\necho "hello world" > notes/today.txt\nwc notes/today.txt');
  await expect(cell.output).toHaveText(' 1  2 12 notes/today.txt');
  await expect(lesson.files).toContainText('today.txt');
  await expect(cell.region.getByText(/^ran on/)).toBeHidden();
});

test('keeps directory and variables from cell to cell', async ({ lesson }) => {
  await lesson.cell(FIRST).runCode('mkdir -p serving && cd serving\nname=fashion');
  const cell = lesson.cell(SECOND);
  await cell.runCode('echo "$name in $PWD"');
  await expect(cell.output).toHaveText('fashion in /home/learner/serving');
});

test('fails as its last command does, and says why without a stack', async ({ lesson }) => {
  const cell = lesson.cell(FIRST);
  await cell.runCode('cat missing.txt', 'Failed');
  await expect(cell.output).toContainText('cat: missing.txt: No such file or directory');
  await expect(cell.output).toContainText('Exit status 1.');
  await cell.runCode('terraform apply', 'Failed');
  await expect(cell.output).toContainText('bash: terraform: command not found');
  await expect(cell.region.getByRole('alert')).toHaveCount(0);
});

test('leads from a missing file to the cell that writes it', async ({ lesson }) => {
  await lesson.cell(FIRST).run('Failed');
  await expect(lesson.cell(FIRST).output).toContainText(
    'Run the cell “Save the checkpoint” first: it writes fashion.keras.',
  );
});

test('stops at once, however it is busy', async ({ lesson }) => {
  const cell = lesson.cell(FIRST);
  for (const code of ['sleep 1000', 'while true; do :; done']) {
    await cell.write(`echo go\n${code}`);
    await cell.runButton.click();
    await expect(cell.output).toHaveText('go');
    await cell.stopButton.click();
    await cell.expectEnd('Stopped');
  }
  await expect(lesson.restartNotice).toBeHidden();
});

test('is coloured as a shell script and not read as TypeScript', async ({ lesson, page }) => {
  const cell = lesson.cell(FIRST);
  await cell.write('for file in *.keras; do ls -lh "$file"; done');
  const tokens = cell.region.locator('.view-line span[class^="mtk"]');
  const colours = () =>
    tokens.evaluateAll((all) => new Set(all.map((each) => each.className)).size);
  await expect.poll(colours).toBeGreaterThan(2);
  await expect(page.locator('.squiggly-error')).toHaveCount(0);
});
