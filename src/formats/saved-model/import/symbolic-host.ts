/** A walk that computes nothing and only finds out what is assigned and which tables are filled with what. */
import type { Call, Host } from './evaluator';
import { numberAttr, textAttr } from './node-attrs';
import type { TableSource } from './table-source';
import { UNAVAILABLE, type NodeResult } from './value';

export class SymbolicHost implements Host {
  /** By the id of the table's handle. */
  readonly tables = new Map<string, TableSource>();

  compute(call: Call): NodeResult {
    const source = tableSource(call);
    const [table] = call.inputs;
    if (source && table?.kind === 'table') this.tables.set(table.id, source);
    return UNAVAILABLE;
  }

  readVariable(): typeof UNAVAILABLE {
    return UNAVAILABLE;
  }
}

function tableSource({ node, inputs }: Call): TableSource | undefined {
  const [, first, second] = inputs;
  switch (node.op) {
    case 'InitializeTable':
    case 'InitializeTableV2':
    case 'LookupTableImport':
    case 'LookupTableImportV2':
      if (first?.kind !== 'array' || second?.kind !== 'array') return undefined;
      return { kind: 'arrays', keys: first.array, values: second.array };
    case 'InitializeTableFromTextFile':
    case 'InitializeTableFromTextFileV2':
      if (first?.kind !== 'strings' || !first.values[0]) return undefined;
      return {
        kind: 'file',
        filename: new TextDecoder().decode(first.values[0]),
        keyIndex: numberAttr(node, 'key_index', -2),
        valueIndex: numberAttr(node, 'value_index', -1),
        vocabularySize: numberAttr(node, 'vocab_size', -1),
        delimiter: textAttr(node, 'delimiter') || '\t',
        offset: numberAttr(node, 'offset', 0),
      };
    default:
      return undefined;
  }
}
