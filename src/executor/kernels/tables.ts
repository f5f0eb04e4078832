/** Lookup tables: made empty, filled once from tensors or a text file, or changed as the graph runs. */
import { elementCount, typeText } from '../element-types';
import type { KernelCall } from '../kernel';
import { handleTensor, resourceIn, Table } from '../resources';
import type { Runtime, RuntimeKernel, RuntimeKernels } from '../runtime';
import { shapeText } from '../shape';
import { makeTensor, type Tensor } from '../tensor';
import { rowsOfTextFile } from './text-file-table';

const hashTable = tableOp({ isMutable: false });
const mutableTable = tableOp({ isMutable: true });

export const TABLES: RuntimeKernels = {
  HashTable: hashTable,
  HashTableV2: hashTable,
  AnonymousHashTable: hashTable,
  MutableHashTable: mutableTable,
  MutableHashTableV2: mutableTable,
  MutableHashTableOfTensors: mutableTable,
  MutableHashTableOfTensorsV2: mutableTable,
  MutableDenseHashTableV2: mutableTable,
  LookupTableFind: find,
  LookupTableFindV2: find,
  LookupTableInsert: insert,
  LookupTableInsertV2: insert,
  LookupTableImport: replace,
  LookupTableImportV2: replace,
  LookupTableRemoveV2: remove,
  LookupTableSize: size,
  LookupTableSizeV2: size,
  LookupTableExport: exportAll,
  LookupTableExportV2: exportAll,
  InitializeTable: initialize,
  InitializeTableV2: initialize,
  InitializeTableFromTextFile: initializeFromFile,
  InitializeTableFromTextFileV2: initializeFromFile,
};

function tableOp({ isMutable }: { isMutable: boolean }): RuntimeKernel {
  return (call, { resources }) => {
    const own = call.text('shared_name', '');
    const name = own || call.node.name;
    const valueShape = call.has('value_shape') ? (call.shape('value_shape') ?? []) : [];
    const make = () =>
      new Table(call.type('key_dtype'), call.type('value_dtype'), {
        isMutable,
        valueShape: valueShape.map((n) => n ?? 0),
      });
    return [handleTensor(resources.table(call.text('container', ''), name, make))];
  };
}

function tableOf(call: KernelCall): Table {
  return resourceIn(call.input(0), Table);
}

function find(call: KernelCall): readonly Tensor[] {
  const table = tableOf(call);
  requireReady(call, table);
  const keys = call.input(1);
  const missing = call.input(2);
  requireType(call, 'Key', table.keyType, keys);
  requireType(call, 'Value', table.valueType, missing);
  requireDefault(call, table, keys, missing);
  return [table.find(keys, missing)];
}

function insert(call: KernelCall): readonly Tensor[] {
  const table = tableOf(call);
  const keys = call.input(1);
  const values = call.input(2);
  requireType(call, 'Key', table.keyType, keys);
  requireType(call, 'Value', table.valueType, values);
  const expected = [...keys.shape, ...table.valueShape];
  if (elementCount(expected) !== elementCount(values.shape)) {
    call.fail(
      'INVALID_ARGUMENT',
      `Expected shape ${shapeText(expected)} for value, got ${shapeText(values.shape)}`,
    );
  }
  table.insert(keys, values);
  return [];
}

/** As a checkpoint is restored: what was there before goes, unless it had to stay. */
function replace(call: KernelCall): readonly Tensor[] {
  const table = tableOf(call);
  if (table.isInitialized && !table.isMutable) {
    if (table.holds(call.input(1), call.input(2))) return [];
    const message = 'Table was already initialized with different data.';
    call.fail('FAILED_PRECONDITION', message);
  }
  table.clear();
  table.isInitialized = true;
  return insert(call);
}

function requireDefault(call: KernelCall, table: Table, keys: Tensor, missing: Tensor): void {
  const one = shapeText(table.valueShape);
  const each = shapeText([...keys.shape, ...table.valueShape]);
  const own = shapeText(missing.shape);
  if (own === one || own === each) return;
  const message = `Expected shape ${one} or ${each} for default value, got ${own}`;
  call.fail('INVALID_ARGUMENT', message);
}

function remove(call: KernelCall): readonly Tensor[] {
  tableOf(call).remove(call.input(1));
  return [];
}

function size(call: KernelCall): readonly Tensor[] {
  return [makeTensor('int64', [], BigInt64Array.of(BigInt(tableOf(call).size)))];
}

function exportAll(call: KernelCall): readonly Tensor[] {
  const { keys, values } = tableOf(call).export();
  return [keys, values];
}

function initialize(call: KernelCall): readonly Tensor[] {
  const table = tableOf(call);
  if (table.isInitialized) return [];
  const [keys, values] = [call.input(1), call.input(2)];
  requireType(call, 'Key', table.keyType, keys);
  requireType(call, 'Value', table.valueType, values);
  table.insert(keys, values);
  table.isInitialized = true;
  return [];
}

function initializeFromFile(call: KernelCall, { files }: Runtime): readonly Tensor[] {
  const table = tableOf(call);
  if (table.isInitialized) return [];
  const path = new TextDecoder().decode(call.input(1).data[0] as Uint8Array);
  const options = {
    path,
    keyIndex: call.int('key_index'),
    valueIndex: call.int('value_index'),
    limit: call.int('vocab_size', -1),
    delimiter: call.text('delimiter', '\t'),
    offset: call.int('offset', 0),
    keyType: table.keyType,
    valueType: table.valueType,
  };
  for (const { key, value } of rowsOfTextFile(files.asset(path), options)) table.set(key, [value]);
  table.isInitialized = true;
  return [];
}

function requireReady(call: KernelCall, table: Table): void {
  if (!table.isMutable && !table.isInitialized) {
    call.fail('FAILED_PRECONDITION', 'Table not initialized.');
  }
}

function requireType(call: KernelCall, what: string, expected: string, { dtype }: Tensor): void {
  if (dtype === expected) return;
  const name = typeText(dtype);
  call.fail(
    'INVALID_ARGUMENT',
    `${what} must be type ${typeText(expected as Tensor['dtype'])} but got ${name}`,
  );
}
