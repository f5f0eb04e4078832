/** The block between `---` lines on top of a lesson. */
import * as v from 'valibot';
import { LineCounter, parseDocument, isMap, isScalar, type Document } from 'yaml';
import { LessonError } from './lesson-error';

const STAGES = [
  'train',
  'keras',
  'saved-model',
  'serving',
  'tflite',
  'interpreter',
  'tfjs',
  'onnx',
] as const;

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

export const FrontMatterSchema = v.strictObject({
  title: v.pipe(sentence, v.description('Name of the lesson, as the outline shows it.')),
  summary: v.pipe(
    sentence,
    v.endsWith('.', 'must be a sentence that ends with a full stop'),
    v.description('One sentence: what the learner will be able to do.'),
  ),
  stage: v.pipe(
    v.picklist(STAGES, `must be one of ${STAGES.join(', ')}`),
    v.description('Where on the deployment map the lesson takes place.'),
  ),
  minutes: v.pipe(
    v.number('must be a number'),
    v.integer('must be whole'),
    v.minValue(1, 'must be at least 1'),
    v.description('About how long it takes to read and run.'),
  ),
});

const KNOWN = Object.keys(FrontMatterSchema.entries).join(', ');

export type FrontMatter = v.InferOutput<typeof FrontMatterSchema>;

export interface SplitLesson {
  readonly frontMatter: FrontMatter;
  readonly body: string;
  /** Line of the file on which the body starts, 1-based. */
  readonly bodyLine: number;
}

/** @throws LessonError at the line of the wrong key */
export function splitFrontMatter(source: string, file: string): SplitLesson {
  const text = source.replaceAll('\r\n', '\n');
  const match = /^---\n([\s\S]*?\n)?---\n/.exec(text);
  if (!match) {
    throw new LessonError(file, 1, 'a lesson starts with front matter between two `---` lines');
  }
  return {
    frontMatter: parseFrontMatter(match[1] ?? '', file),
    body: text.slice(match[0].length),
    bodyLine: match[0].split('\n').length,
  };
}

function parseFrontMatter(yaml: string, file: string): FrontMatter {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false });
  const lineOf = (offset: number) => lineCounter.linePos(offset).line + 1;
  const broken = document.errors[0];
  if (broken) throw new LessonError(file, lineOf(broken.pos[0]), broken.message);
  if (document.contents && !isMap(document.contents)) {
    throw new LessonError(file, 2, `the front matter must be a list of keys: ${KNOWN}`);
  }
  const result = v.safeParse(FrontMatterSchema, document.toJS() ?? {});
  if (result.success) return result.output;
  const issue = result.issues[0];
  const key = String(issue.path?.[0].key ?? '');
  throw new LessonError(file, lineOf(keyOffset(document, key)), describeIssue(issue, key));
}

function keyOffset(document: Document.Parsed, key: string): number {
  if (!isMap(document.contents)) return 0;
  for (const { key: node } of document.contents.items) {
    if (isScalar(node) && node.value === key) return node.range?.[0] ?? 0;
  }
  return 0;
}

function describeIssue(issue: v.InferIssue<typeof FrontMatterSchema>, key: string): string {
  if (!isKnown(key)) return `unknown key \`${key}\` in the front matter (known: ${KNOWN})`;
  const what = v.getDescription(FrontMatterSchema.entries[key]) ?? '';
  const problem = issue.type === 'strict_object' ? 'is missing' : issue.message;
  return `\`${key}\` in the front matter: ${problem} (${what})`;
}

function isKnown(key: string): key is keyof FrontMatter {
  return Object.hasOwn(FrontMatterSchema.entries, key);
}
