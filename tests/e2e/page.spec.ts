import AxeBuilder from '@axe-core/playwright';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

for (const theme of ['light', 'dark'] as const) {
  test(`has nothing serious for axe to find in ${theme}`, async ({ lesson, page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await lesson.open(FIRST_LESSON);
    await lesson.cellAt(0).runCode('print("text")');
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}

for (const width of [320, 390, 800, 1100, 1440]) {
  test(`fits into ${width} pixels without scrolling sideways`, async ({ lesson, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await lesson.open(FIRST_LESSON);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}

test('does not move anything when an editor takes the place of the code', async ({ lesson }) => {
  await lesson.open(FIRST_LESSON);
  const cell = lesson.cellAt(0);
  const place = () =>
    cell.region.evaluate((region) => {
      const { top, height } = region.getBoundingClientRect();
      return { top: top + scrollY, height };
    });
  const before = await place();
  await cell.edit();
  expect(await place()).toEqual(before);
});

test('goes into an editor with Enter and out with Escape', async ({ lesson, page }) => {
  await lesson.open(FIRST_LESSON);
  const cell = lesson.cellAt(0);
  await cell.edit();
  await page.keyboard.press('Escape');
  await expect(cell.code).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(cell.region.locator('.monaco-editor.focused')).toBeHidden();
  await expect(cell.code).not.toBeFocused();
});

test('reaches every cell by Tab alone', async ({ lesson, page }) => {
  await lesson.open(FIRST_LESSON);
  const wanted = (await lesson.titles()).map((title) => `Code of ${title}`);
  const met = new Set<string | null>();
  for (let i = 0; i < 120 && !wanted.every((name) => met.has(name)); i++) {
    await page.keyboard.press('Tab');
    met.add(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null));
  }
  expect(wanted.filter((name) => !met.has(name))).toEqual([]);
});

test('works under a sub-path of its server, with no request outside of it', async ({
  lesson,
  page,
}) => {
  const outside: string[] = [];
  const { origin } = new URL(test.info().project.use.baseURL ?? '');
  await page.route(`${origin}/deep/er/**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace('/deep/er/', '/') });
    await route.fulfill({ response });
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(`${origin}/deep/er/`)) outside.push(url);
  });
  await page.goto(`${origin}/deep/er/#/${FIRST_LESSON}`);
  await lesson.cellAt(0).runCode('print(1 + 1)');
  await expect(lesson.cellAt(0).output).toContainText('2');
  expect(outside).toEqual([]);
});
