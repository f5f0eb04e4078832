/** The page's side of the TypeScript worker, started with the first editor and kept as long as the page. */
import { wrap, type Remote } from 'comlink';
import LanguageWorker from './language/language.worker?worker';
import type { LanguageApi } from './language/language-api';

let client: Remote<LanguageApi> | undefined;

/** Calls are answered in their order, so that a question always sees the text that was sent before it. */
export function languageClient(): Remote<LanguageApi> {
  client ??= wrap<LanguageApi>(new LanguageWorker({ name: 'typescript' }));
  return client;
}
