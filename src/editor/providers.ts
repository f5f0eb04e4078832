/** Monaco's questions about a cell, put to the TypeScript worker. Offsets are those of the model's text. */
import type { SymbolText } from './language/language-api';
import { languageClient } from './language-client';
import { completionKind } from './completion-kinds';
import { toRange } from './ranges';
import { languages, Range, type editor, type Position } from './monaco';

interface CellItem extends languages.CompletionItem {
  readonly path: string;
  readonly offset: number;
  readonly name: string;
}

/** Call once. */
export function registerProviders(): void {
  languages.registerCompletionItemProvider('typescript', {
    triggerCharacters: ['.', '"', "'", '{'],
    provideCompletionItems,
    resolveCompletionItem,
  });
  languages.registerHoverProvider('typescript', { provideHover });
  languages.registerSignatureHelpProvider('typescript', {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp,
  });
}

async function provideCompletionItems(
  model: editor.ITextModel,
  position: Position,
): Promise<languages.CompletionList> {
  const path = model.uri.path;
  const offset = model.getOffsetAt(position);
  const found = await languageClient().completions(path, offset);
  if (model.isDisposed()) return { suggestions: [] };
  const word = model.getWordUntilPosition(position);
  const atWord = Range.fromPositions(position.with(undefined, word.startColumn), position);
  const suggestions = found.map(({ name, kind, sortText, insertText, replaces }): CellItem => ({
    path,
    offset,
    name,
    label: name,
    kind: completionKind(kind),
    sortText,
    insertText: insertText ?? name,
    range: replaces ? toRange(model, replaces) : atWord,
  }));
  return { suggestions };
}

async function resolveCompletionItem(
  item: languages.CompletionItem,
): Promise<languages.CompletionItem> {
  const { path, offset, name } = item as CellItem;
  const details = await languageClient().completionDetails(path, offset, name);
  if (!details) return item;
  return {
    ...item,
    detail: details.signature,
    documentation: { value: details.documentation },
  };
}

async function provideHover(
  model: editor.ITextModel,
  position: Position,
): Promise<languages.Hover | undefined> {
  const hover = await languageClient().hover(model.uri.path, model.getOffsetAt(position));
  if (!hover || model.isDisposed()) return undefined;
  return {
    range: toRange(model, hover.span),
    contents: [
      { value: `\`\`\`typescript\n${hover.signature}\n\`\`\`` },
      { value: hover.documentation },
    ],
  };
}

async function provideSignatureHelp(
  model: editor.ITextModel,
  position: Position,
): Promise<languages.SignatureHelpResult | undefined> {
  const help = await languageClient().signatureHelp(model.uri.path, model.getOffsetAt(position));
  if (!help) return undefined;
  return {
    value: {
      activeSignature: help.activeSignature,
      activeParameter: help.activeParameter,
      signatures: help.signatures.map((signature) => ({
        ...labelled(signature),
        parameters: signature.parameters.map(labelled),
      })),
    },
    dispose: () => undefined,
  };
}

function labelled({ signature, documentation }: SymbolText) {
  return { label: signature, documentation: { value: documentation } };
}
