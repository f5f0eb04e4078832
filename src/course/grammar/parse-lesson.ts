/**
 * `lesson.md` → `Lesson`. Whatever the author got wrong is a `LessonError` with the file and the line; nothing is
 * guessed or left out. Links into other lessons are collected, for `checkCourse`.
 */
import type { CellBlock, Lesson, LessonBlock, LessonHeading } from '../lesson';
import { highlightCode } from '../highlight';
import { parseFenceInfo, type CellFence } from './fence-info';
import { parseFolderName, type FolderName } from './folder-name';
import { splitFrontMatter } from './front-matter';
import { LessonError } from './lesson-error';
import { resolveLink, type LessonReference } from './links';
import { headingId, markdown, plainText, type Token } from './markdown';

export interface ParsedLesson {
  readonly lesson: Lesson;
  readonly file: string;
  /** Ids that a link may name: headings, and `cell-…` for each cell. */
  readonly anchors: ReadonlySet<string>;
  readonly references: readonly LessonReference[];
}

/**
 * @param folder name of the lesson's folder, `01-a-model-to-deploy`
 * @param file how messages name the file
 * @throws LessonError
 */
export function parseLesson(source: string, folder: string, file: string): ParsedLesson {
  const name = parseFolderName(folder);
  if (!name) {
    throw new LessonError(
      file,
      1,
      `\`${folder}\` is no lesson folder: it must look like 01-two-words`,
    );
  }
  const { frontMatter, body, bodyLine } = splitFrontMatter(source, file);
  const reader = new BodyReader(name, file, bodyLine);
  const blocks = reader.read(body);
  return {
    lesson: { ...name, ...frontMatter, blocks },
    file,
    anchors: reader.anchors,
    references: reader.references,
  };
}

class BodyReader {
  readonly anchors = new Set<string>();
  readonly references: LessonReference[] = [];
  readonly #blocks: LessonBlock[] = [];
  readonly #from: FolderName;
  readonly #file: string;
  readonly #bodyLine: number;
  #prose: Token[] = [];
  #headings: LessonHeading[] = [];

  constructor(from: FolderName, file: string, bodyLine: number) {
    this.#from = from;
    this.#file = file;
    this.#bodyLine = bodyLine;
  }

  read(body: string): LessonBlock[] {
    const env = {};
    const tokens = markdown.parse(body, env);
    tokens.forEach((token, index) => this.#at(token, () => this.#take(token, tokens[index + 1])));
    this.#endProse();
    return this.#blocks;
  }

  #take(token: Token, next: Token | undefined): void {
    const cell = token.type === 'fence' ? this.#cell(token) : undefined;
    if (cell) {
      this.#endProse();
      this.#blocks.push(cell);
      return;
    }
    if (token.type === 'heading_open' && next) this.#heading(token, next);
    if (token.type === 'inline') this.#inline(token);
    this.#prose.push(token);
  }

  #cell(token: Token): CellBlock | undefined {
    const fence = parseFenceInfo(token.info);
    if (fence.kind === 'plain') return undefined;
    if (token.level > 0) throw new Error('a cell must not stand inside a list or a quote');
    this.#anchor(`cell-${fence.id}`, `cell id \`${fence.id}\` is used twice in this lesson`);
    return cellBlock(fence, token.content.trimEnd());
  }

  #heading(open: Token, inline: Token): void {
    const level = Number(open.tag.slice(1));
    if (level === 1)
      throw new Error('start headings at `##`: the title in the front matter is the `#`');
    const text = plainText(inline);
    const id = headingId(text);
    this.#anchor(id, `another heading makes the same id \`${id}\`: word one of them differently`);
    open.attrSet('id', id);
    open.attrSet('tabindex', '-1');
    this.#headings.push({ id, text, level });
  }

  #inline(inline: Token): void {
    for (const token of inline.children ?? []) {
      if (token.type === 'image') throw new Error('pictures in lesson text are not supported');
      if (token.type === 'link_open') this.#link(token, inline);
    }
  }

  #link(open: Token, inline: Token): void {
    const link = resolveLink(String(open.attrGet('href') ?? ''), this.#from);
    open.attrSet('href', link.href);
    if (link.isExternal) {
      open.attrSet('target', '_blank');
      open.attrSet('rel', 'noreferrer');
    }
    if (link.reference) this.references.push({ ...link.reference, line: this.#lineOf(inline) });
  }

  #anchor(id: string, twice: string): void {
    if (this.anchors.has(id)) throw new Error(twice);
    this.anchors.add(id);
  }

  #endProse(): void {
    const html = markdown.renderer.render(this.#prose, markdown.options, {}).trim();
    if (html) this.#blocks.push({ kind: 'prose', html, headings: this.#headings });
    this.#prose = [];
    this.#headings = [];
  }

  #lineOf(token: Token): number {
    return (token.map?.[0] ?? 0) + this.#bodyLine;
  }

  #at(token: Token, use: () => void): void {
    try {
      use();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      throw new LessonError(this.#file, this.#lineOf(token), detail);
    }
  }
}

function cellBlock({ id, title, language }: CellFence, code: string): CellBlock {
  return { kind: 'cell', id, title, language, code, html: highlightCode(code, language) };
}
