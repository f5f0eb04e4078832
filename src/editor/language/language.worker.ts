/** TypeScript for cells, off the page's thread. This file only wires. */
import { expose } from 'comlink';
import { libFileMap } from 'monaco-editor/languages/features/typescript/lib/lib';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import { CellLanguage } from './cell-language';
import type { LanguageApi } from './language-api';

expose(new CellLanguage(typescript, libFileMap) satisfies LanguageApi);
