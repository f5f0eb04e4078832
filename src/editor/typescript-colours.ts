/** TypeScript for Monaco, its words sorted into the kinds that the page's own highlighting tells apart. */
import { languages } from 'monaco-editor/editor';
import { conf, language } from 'monaco-editor/languages/definitions/typescript/typescript';

const KEYWORDS =
  'abstract as async await break case catch class const continue debugger declare default delete do else enum ' +
  'export extends false finally for from function if implements import in Infinity instanceof interface let NaN new ' +
  'null of override private protected public readonly return satisfies static super switch this throw true try type ' +
  'typeof undefined var void while with yield arguments console document global module window';

const TYPE_WORDS = 'any bigint boolean never number object string symbol unknown';

const WORD = { cases: { '@keywords': 'keyword', '@typeWords': 'type', '@default': 'identifier' } };
const CALLED = { cases: { ...WORD.cases, '@default': 'function' } };

/** Before Monaco's own rules for words. A word after a dot is never a keyword. */
const RULES: languages.IMonarchLanguageRule[] = [
  [/(extends)(\s+)([\w$.]+)/, ['keyword', 'white', 'type.identifier']],
  [/\.\.\./, 'delimiter'],
  [/(\.\s*)([a-z_$][\w$]*)(?=\s*\()/, ['delimiter', 'function']],
  [/(\.)([a-z_$][\w$]*)/, ['delimiter', 'identifier']],
  [/#?[a-z_$][\w$]*(?=\s*:)/, 'attribute.name'],
  [/#?[a-z_$][\w$]*(?=\s*\()/, CALLED],
  [/#?[a-z_$][\w$]*/, WORD],
  [/[A-Z][A-Z_\d]+\b/, WORD],
];

/** Inside `${…}` the page's highlighting knows no calls. */
const RULES_IN_TEMPLATE: languages.IMonarchLanguageRule[] = [
  [/(\.\s*)([a-z_$][\w$]*)/, ['delimiter', 'identifier']],
  [/[a-z_$][\w$]*(?=\s*\()/, WORD],
];

languages.register({ id: 'typescript' });
languages.setLanguageConfiguration('typescript', conf);
languages.setMonarchTokensProvider('typescript', {
  ...language,
  keywords: KEYWORDS.split(' '),
  typeWords: TYPE_WORDS.split(' '),
  tokenizer: {
    ...language.tokenizer,
    common: [...RULES, ...(language.tokenizer['common'] ?? [])],
    bracketCounting: [...RULES_IN_TEMPLATE, ...(language.tokenizer['bracketCounting'] ?? [])],
  },
});
