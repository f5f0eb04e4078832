/** The languages of cells, each loaded when it first runs. */
import { ValueError } from '#errors';
import type { KernelLanguage } from './language';

const LANGUAGES: Readonly<Record<string, () => Promise<KernelLanguage>>> = {
  ts: async () => (await import('./typescript')).typescript,
  sh: async () => (await import('./shell')).shell,
};

/** @throws ValueError for a language that no plug-in runs */
export function loadLanguage(id: string): Promise<KernelLanguage> {
  const load = LANGUAGES[id];
  if (!load) throw new ValueError(`No kernel language '${id}'.`);
  return load();
}
