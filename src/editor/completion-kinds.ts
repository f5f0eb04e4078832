/** TypeScript's kinds of names → the icons that Monaco has for them. */
import { languages } from './monaco';

const KINDS: Readonly<Record<string, keyof typeof languages.CompletionItemKind>> = {
  keyword: 'Keyword',
  alias: 'Variable',
  var: 'Variable',
  let: 'Variable',
  const: 'Variable',
  'local var': 'Variable',
  parameter: 'Variable',
  property: 'Field',
  getter: 'Field',
  setter: 'Field',
  function: 'Function',
  'local function': 'Function',
  method: 'Method',
  class: 'Class',
  'local class': 'Class',
  interface: 'Interface',
  type: 'Interface',
  'type parameter': 'TypeParameter',
  enum: 'Enum',
  'enum member': 'EnumMember',
  module: 'Module',
  string: 'Value',
};

/** @param kind a `ScriptElementKind` */
export function completionKind(kind: string): languages.CompletionItemKind {
  return languages.CompletionItemKind[KINDS[kind] ?? 'Property'];
}
