import { expect, test } from 'vitest';
import { checkCourse } from './check-course';
import { parseLesson } from './parse-lesson';

const lesson = (folder: string, body = '## Here\n') =>
  parseLesson(
    `---\ntitle: T\nsummary: S.\nstage: train\nminutes: 1\n---\n${body}`,
    folder,
    `lessons/${folder}/lesson.md`,
  );

test('lessons numbered from 01 with links that lead somewhere pass', () => {
  const second = lesson('02-b', '[x](../01-a/lesson.md#here) [y](../01-a/lesson.md)');
  expect(() => checkCourse([lesson('01-a'), second])).not.toThrow();
});

test('a number may be left free for a lesson that comes later', () => {
  expect(() => checkCourse([lesson('01-a'), lesson('03-b')])).not.toThrow();
});

test('two folders with one number are refused', () => {
  expect(() => checkCourse([lesson('01-a'), lesson('01-b')])).toThrow(
    'lessons/01-b/lesson.md:1: lessons/01-a/lesson.md has the same number',
  );
});

test('two folders with one slug are refused', () => {
  expect(() => checkCourse([lesson('01-a'), lesson('02-a')])).toThrow('is called `a` too');
});

test('a link to a lesson that is not there is refused at its line', () => {
  const first = lesson('01-a', 'Text.\n\n[x](../02-b/lesson.md)');
  expect(() => checkCourse([first])).toThrow('lessons/01-a/lesson.md:9: a link to lesson 2-b');
});

test('a link to a heading that is not there is refused', () => {
  const first = lesson('01-a', '[x](#nowhere)');
  expect(() => checkCourse([first])).toThrow('lessons/01-a/lesson.md:7: a link to #nowhere');
});
