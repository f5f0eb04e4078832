import { expect, test } from 'vitest';
import { parseLesson } from '#course/grammar';
import { lessonModule, listModule } from './lesson-modules';

const course = [
  parseLesson(
    '---\ntitle: T\nsummary: S.\nstage: train\nminutes: 1\n---\nText of the lesson.\n',
    '01-a-b',
    'lessons/01-a-b/lesson.md',
  ),
];

test('the list holds what the outline needs and loads the text only when asked', () => {
  const source = listModule(course);
  expect(source).toContain('"title":"T"');
  expect(source).toContain('"a-b": () => import("virtual:lesson/a-b")');
  expect(source).not.toContain('Text of the lesson');
});

test('a lesson module holds the lesson', () => {
  expect(lessonModule(course, 'a-b')).toContain('Text of the lesson');
  expect(() => lessonModule(course, 'c')).toThrow('There is no lesson `c`.');
});
