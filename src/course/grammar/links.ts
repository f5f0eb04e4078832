/** Links in lesson text: to `https:`, to `#heading` of the same lesson, or to `../NN-slug/lesson.md#heading`. */
import { lessonAddress, parseFolderName, type FolderName } from './folder-name';

/** A link into a lesson, to be checked once all lessons are read. */
export interface LessonReference {
  readonly to: FolderName;
  readonly anchor: string | undefined;
  /** 1-based line of the file that has the link. */
  readonly line: number;
}

export interface ResolvedLink {
  readonly href: string;
  readonly isExternal: boolean;
  readonly reference: Omit<LessonReference, 'line'> | undefined;
}

/** @throws Error whose message says what is wrong; the caller adds file and line. */
export function resolveLink(href: string, from: FolderName): ResolvedLink {
  if (href.startsWith('https://')) return { href, isExternal: true, reference: undefined };
  const match = /^(?:\.\.\/([^/]+)\/lesson\.md)?(?:#(.+))?$/.exec(href);
  if (!match || !href) {
    throw new Error(
      `cannot follow the link \`${href}\`: write https://…, #heading or ../NN-slug/lesson.md`,
    );
  }
  const to = match[1] === undefined ? from : parseFolderName(match[1]);
  if (!to) throw new Error(`the link \`${href}\` names no lesson folder`);
  const anchor = match[2];
  return { href: lessonAddress(to, anchor), isExternal: false, reference: { to, anchor } };
}
