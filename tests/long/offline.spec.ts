/** Every lesson from top to bottom with the network gone, after one visit. */
import { expect, offlineReady, test } from '../e2e/offline-page';
import { FIRST_LESSON } from '../e2e/lesson-page';

test('all lessons run without network', async ({ lesson, page, server }) => {
  test.setTimeout(1_800_000);
  await lesson.open(FIRST_LESSON);
  await offlineReady(page);
  server.isOnline = false;
  await lesson.reload();
  const links = page.getByRole('navigation', { name: 'Course' }).locator('a.lesson');
  const lessons = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  for (const hash of lessons.filter((each) => !each.includes('your-task'))) {
    await lesson.open(hash.replace(/^#\//, ''));
    await lesson.runAll.click();
    for (const title of await lesson.titles()) await lesson.cell(title).expectEnd();
  }
  // The browser alone looks whether the service worker has changed.
  expect(server.asked.filter((name) => name !== 'serving.sw.js')).toEqual([]);
});
