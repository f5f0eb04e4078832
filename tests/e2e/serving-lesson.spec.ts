/** Lesson 4 from top to bottom, served by the service worker. */
import { runLesson4 } from './serving-lesson';
import { test } from './test';

test.use({ serviceWorkers: 'allow' });

test('runs lesson 4 from top to bottom, with its pitfalls', async ({ lesson }) => {
  await runLesson4(lesson);
});
