/** Lesson 4 from top to bottom, where service workers are refused. */
import { runLesson4 } from '../e2e/serving-lesson';
import { test } from '../e2e/test';

test('runs lesson 4 in a worker of the page', async ({ lesson }) => {
  await runLesson4(lesson);
});
