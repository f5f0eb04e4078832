/** Imported for its effect; Monaco ships it without declarations. */
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';
