/** The Server panel, over containers of the built app's service worker. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { readZip } from '#containers/zip';
import type { HostBench } from '../conformance/serving/host-bench';
import { serveHalfPlusTwo } from './half-plus-two';
import { expect, test } from './test';

test.use({ serviceWorkers: 'allow' });

const panel = (page: Page) => page.getByRole('group', { name: 'Containers' });

const post = (bench: HostBench, body: string) =>
  bench.send({ method: 'POST', target: '/v1/models/m:predict', body });

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Server/ }).click();
  await expect(panel(page)).toBeVisible();
}

async function expectNothingSerious(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('aside').analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

test('teaches the command while there is no container', async ({ lesson, page }) => {
  await lesson.open('tensorflow-serving');
  await openPanel(page);
  await expect(panel(page).getByText('No container yet.')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Copy the command' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('docker run -t --rm --name fashion');
  const command = panel(page).getByLabel('Command that starts a server');
  expect(await command.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await panel(page).getByRole('link', { name: 'Start the server' }).click();
  await expect(lesson.cell('Start the server').region).toBeInViewport();
});

test('shows a container, its requests and why one failed', async ({ page }) => {
  const bench = await serveHalfPlusTwo(page);
  await openPanel(page);
  await expect(page.getByRole('tab', { name: /^Server ?, 1 running$/ })).toBeVisible();
  const card = panel(page).getByRole('article', { name: 'bench' });
  await expect(card.getByText('version 1: AVAILABLE')).toBeVisible();

  await post(bench, '{"instances": [1.0, 2.0]}');
  await post(bench, '{"instances": [null]}');
  const requests = panel(page).getByRole('list', { name: 'Requests, newest first' });
  await expect(requests.getByRole('listitem')).toHaveCount(2);
  await expect(card.getByText('errors').locator('xpath=..')).toHaveText(/1/);
  await panel(page).getByLabel('Errors only').check();
  await expect(requests.getByRole('listitem')).toHaveCount(1);

  await page.setViewportSize({ width: 1280, height: 500 });
  await requests.getByRole('button').click();
  await expect(panel(page).getByText('null is no float.')).toBeInViewport();
  await expect(panel(page).getByRole('link', { name: 'Call it from a program' })).toBeVisible();
  await expect(panel(page).getByRole('region', { name: 'Request' })).toContainText('"instances"');
  const neighbour = panel(page).getByRole('button', { name: 'Copy as fetch' });
  const before = await neighbour.boundingBox();
  await panel(page).getByRole('button', { name: 'Copy as curl' }).click();
  await expect(panel(page).getByRole('status').getByText('Copied')).toBeAttached();
  expect(await neighbour.boundingBox()).toEqual(before);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `curl --data-raw '{"instances": [null]}' 'http://localhost:8501/v1/models/m:predict'`,
  );
  await panel(page).getByRole('button', { name: 'Send again' }).click();
  await expect(panel(page)).toContainText('Answered again: 400 Bad Request');
  await panel(page).getByRole('button', { name: 'All requests' }).click();
  await expect(requests.getByRole('listitem')).toHaveCount(2);
  await expect(requests.getByRole('button').nth(1)).toBeFocused();
  await panel(page).getByRole('button', { name: 'Clear' }).click();
  await expect(panel(page).getByText('No request yet.')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Clear' })).toBeFocused();
});

test('sends what its form says, in rows and columns', async ({ page }) => {
  await serveHalfPlusTwo(page);
  await openPanel(page);
  await panel(page).getByRole('tab', { name: 'Try it' }).click();
  const body = panel(page).getByRole('textbox', { name: 'POST /v1/models/m:predict' });
  await expect(body).toHaveValue(/"instances": \[/);
  await body.fill('{"instances": [3.0]}');
  await panel(page).getByRole('button', { name: 'Send', exact: true }).click();
  const answer = panel(page).getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('"predictions": [3.5]');
  await panel(page).getByLabel('Format').selectOption({ label: 'columns: inputs' });
  await expect(body).toHaveValue(/"inputs": \{/);
  await body.fill('{"inputs": oops');
  await panel(page).getByRole('button', { name: 'Send', exact: true }).click();
  await expect(panel(page).getByText(/^Why: At byte/)).toBeVisible();
});

test('what is being written in the form stays while another version takes over', async ({
  page,
}) => {
  const bench = await serveHalfPlusTwo(page);
  await openPanel(page);
  await panel(page).getByRole('tab', { name: 'Try it' }).click();
  const body = panel(page).getByRole('textbox', { name: 'POST /v1/models/m:predict' });
  await body.fill('{"instances": [3.0]');
  await bench.put('half_plus_two', 'models/m/2');
  await expect(panel(page).getByText('version 1: END')).toBeVisible();
  await expect(body).toBeFocused();
  await page.keyboard.type('}');
  await expect(body).toHaveValue('{"instances": [3.0]}');
});

test('stops, starts and removes a container, and follows its log', async ({ page }) => {
  await serveHalfPlusTwo(page);
  await openPanel(page);
  const card = panel(page).getByRole('article', { name: 'bench' });
  await card.getByRole('button', { name: 'Log of bench' }).click();
  const log = panel(page).getByRole('log');
  await expect(log).toContainText('Entering the event loop');
  await card.getByRole('button', { name: 'Stop bench' }).click();
  await expect(card.getByText('stopped')).toBeVisible();
  await expect(card.getByRole('button', { name: 'Start bench' })).toBeFocused();
  await card.getByRole('button', { name: 'Start bench' }).click();
  await expect(card.getByText('version 1: AVAILABLE')).toBeVisible();
  await card.getByRole('button', { name: 'Stop bench' }).click();
  await card.getByRole('button', { name: 'Remove bench' }).click();
  await expect(panel(page).getByText('No container yet.')).toBeVisible();
  await expect(panel(page)).toBeFocused();
});

test('says for what a container of a cell waits, without a service worker too', async ({
  lesson,
  page,
}) => {
  await lesson.open('tensorflow-serving', '?serving=in-page');
  await lesson.cell('Mount one directory too deep').run();
  await openPanel(page);
  const card = panel(page).getByRole('article', { name: 'lost' });
  await expect(card.getByText('running, nothing listens yet')).toBeVisible();
  await expect(card.getByText(/In \/models\/fashion there is no directory/)).toBeVisible();
  await expect(card.getByRole('link', { name: 'Mount one directory too deep' })).toBeVisible();
});

test('ejects a container as a zip', async ({ page }) => {
  const bench = await serveHalfPlusTwo(page);
  await post(bench, '{"instances": [1.0, 2.0]}');
  await openPanel(page);
  const downloading = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: 'Eject bench' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('bench-eject.zip');
  const members = await readZip(await readFile(await download.path()), { name: 'eject.zip' });
  expect([...members.keys()]).toEqual(
    expect.arrayContaining([
      'compose.yaml',
      'kubernetes.yaml',
      'parity.py',
      'calls.sh',
      'requests/001.json',
      'models/m/1/saved_model.pb',
    ]),
  );
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing serious at ${width} px, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      const bench = await serveHalfPlusTwo(page);
      await post(bench, '{"instances": [1.0, 2.0]}');
      await post(bench, '{"instances": [null]}');
      if (width < 1100)
        await page.getByRole('button', { name: 'Files, server and variables' }).click();
      await openPanel(page);
      await expect(panel(page).getByRole('list', { name: /^Requests/ })).toBeVisible();
      await expectNothingSerious(page);
      for (const tab of ['Log', 'Try it']) {
        await panel(page).getByRole('tab', { name: tab }).click();
        await expectNothingSerious(page);
      }
      await panel(page).getByRole('tab', { name: 'Requests' }).click();
      await panel(page)
        .getByRole('button', { name: /null|400/ })
        .first()
        .click();
      await expect(panel(page).getByRole('region', { name: 'Answer' })).toBeVisible();
      await expectNothingSerious(page);
      const overflow = await panel(page).evaluate((box) => box.scrollWidth - box.clientWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
