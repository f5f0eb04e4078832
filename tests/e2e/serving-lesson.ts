/** Lesson 4 from top to bottom. */
import { expect } from '@playwright/test';
import { FOURTH_LESSON, type LessonPage } from './lesson-page';

export async function runLesson4(lesson: LessonPage): Promise<void> {
  await lesson.open(FOURTH_LESSON);
  await lesson.runAll.click();
  for (const title of await lesson.titles()) await lesson.cell(title).expectEnd();
  const said = (title: string) => lesson.cell(title).output.innerText();
  const log = await said('Start the server');
  expect(log).toContain('Reading SavedModel from: /models/fashion/1');
  expect(log).toContain('Exporting HTTP/REST API at:localhost:8501');
  expect(await said('Is it up?')).toContain('"state": "AVAILABLE"');
  expect(await said('Call it from a program')).toMatch(/^(\S.* \d\.\d{4}\n?){3}$/);
  expect(await said('The same with curl')).toContain('"predictions": [[');
  expect(await said('Read the contract over HTTP')).toContain('"dtype":"DT_UINT8"');
  const flat = await said('Send 784 numbers');
  expect(flat).toContain('400 Input to reshape is a tensor with 784 values');
  expect(flat).toContain('requested shape has 614656');
  expect(flat).toContain('200 for the same numbers');
  expect(await said('Mount one directory too deep')).toContain(
    "Did you forget to name your leaf directory as a number (eg. '/1/')?",
  );
  expect(await said('Nobody is listening')).toContain('curl ended with 7');
  const swap = await said('Release version 2 under load');
  expect(swap).toMatch(/^1 AVAILABLE\n/);
  expect(swap).toMatch(/2 AVAILABLE, 1 END\n\d+ requests, 0 failed/);
  expect(await said('Take version 2 back')).toContain('["1","AVAILABLE"]');
  const labels = await said('Ask stable and canary');
  const [stable, canary] = labels.split('\n').map((line) => line.split(' ').slice(1).join(' '));
  expect(stable).not.toBe(canary);
  expect(await said('Measure both')).toMatch(/protobuf +\d+ +\d/);
  expect(await said('Stop the server')).not.toContain('tensorflow/serving');
}
