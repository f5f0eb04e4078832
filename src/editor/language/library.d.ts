/** TypeScript and its libraries as Monaco ships them for browsers, without declarations. */
declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  import type * as TypeScript from 'typescript';
  export const typescript: typeof TypeScript;
}

declare module 'monaco-editor/languages/features/typescript/lib/lib' {
  /** `lib.*.d.ts` → text. */
  export const libFileMap: Readonly<Record<string, string>>;
}
