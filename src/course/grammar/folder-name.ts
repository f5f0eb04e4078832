import { lessonRoute } from '../lesson';

export interface FolderName {
  readonly number: number;
  readonly slug: string;
}

/** `01-a-model-to-deploy` → 1 and `a-model-to-deploy`; undefined for any other form. */
export function parseFolderName(folder: string): FolderName | undefined {
  const match = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(folder);
  const number = Number(match?.[1] ?? 0);
  return match && number > 0 ? { number, slug: match[2]! } : undefined;
}

/** Address of a place in a lesson, as the page routes it. */
export function lessonAddress(folder: FolderName, anchor: string | undefined): string {
  return `#/${lessonRoute(folder)}${anchor ? `/${anchor}` : ''}`;
}
