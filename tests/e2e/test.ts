/** Playwright's test with a lesson page, which fails every test during which the page threw. */
import { test as base } from '@playwright/test';
import { LessonPage } from './lesson-page';

export const test = base.extend<{ lesson: LessonPage }>({
  lesson: async ({ page }, use) => {
    const lesson = new LessonPage(page);
    await use(lesson);
    base.expect(lesson.problems).toEqual([]);
  },
});

export { expect } from '@playwright/test';
