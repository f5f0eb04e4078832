import { expect, it } from 'vitest';
import type { AnyTable, FieldPlan } from '#containers/flatbuffer';
import official from '../../../tests/fixtures/tflite-schema/schema.json';
import { BUILTIN_OPERATORS } from './builtin-operators';
import { CONVERSION_TABLES, MODES, MODEL_TYPES } from './conversion-metadata';
import { TENSOR_TYPES } from './tensor-type';
import { OPTION_TABLES } from './option-tables';
import { ACTIVATIONS, PADDINGS } from './options';
import { TABLES } from './schema';

type Slot = readonly [number: number, type: string, byDefault: number];
type Slots = Readonly<Record<string, Slot>>;

const tables = official.tables as unknown as Readonly<Record<string, Slots>>;
const enums = official.enums as Readonly<Record<string, Readonly<Record<string, number>>>>;
const OURS = [...TABLES, ...OPTION_TABLES.values(), ...CONVERSION_TABLES];

/** Fields of tables in our schema that are not read. */
const LEFT_OUT = [
  'Model.MetadataBuffer',
  'Model.ExternalBufferGroups',
  'Model.ExternalBuffers',
  'SubGraph.DebugMetadataIndex',
  'Operator.CustomOptionsFormat',
  'Operator.LargeCustomOptionsOffset',
  'Operator.LargeCustomOptionsSize',
  'Operator.DebugMetadataIndex',
  'Environment.ModelHash',
  'ConversionOptions.SparsityBlockSizes',
];

function pascal(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

/** The field as the official schema's generated code has it: a union is two. */
function slotsOf(name: string, plan: FieldPlan): [string, Slot][] {
  if (plan.kind === 'union') {
    return [
      [`${pascal(name)}Type`, [plan.id, 'Uint8', 0]],
      [pascal(name), [plan.id + 1, 'UOffsetTRelative', 0]],
    ];
  }
  if (plan.kind !== 'scalar') return [[pascal(name), [plan.id, 'UOffsetTRelative', 0]]];
  return [[pascal(name), [plan.id, pascal(plan.scalar), plan.default]]];
}

function slotsOfTable({ fields }: AnyTable): [string, Slot][] {
  return [...fields].flatMap(([name, plan]) => slotsOf(name, plan));
}

it.each(OURS.map((table) => [table.name, table] as const))(
  '%s has the fields of the official schema',
  (name, table) => {
    const slots = tables[name];
    expect(slots).toBeDefined();
    for (const [field, slot] of slotsOfTable(table))
      expect([field, slots![field]]).toEqual([field, slot]);
  },
);

it('leaves out the fields that nothing here needs, and no others', () => {
  const missing = OURS.flatMap((table) => {
    const known = new Set(slotsOfTable(table).map(([field]) => field));
    return Object.keys(tables[table.name]!)
      .filter((field) => !known.has(field))
      .map((field) => `${table.name}.${field}`);
  });
  expect(missing.sort()).toEqual([...LEFT_OUT].sort());
});

it('gives each options table its number in the union', () => {
  for (const [tag, { name }] of OPTION_TABLES) {
    expect([name, enums.BuiltinOptions![name]]).toEqual([name, tag]);
  }
});

it('has the enums of the official schema', () => {
  const numbered = (names: readonly string[]) => Object.fromEntries(names.map((n, i) => [n, i]));
  expect(numbered(BUILTIN_OPERATORS)).toEqual(enums.BuiltinOperator);
  expect(numbered(TENSOR_TYPES)).toEqual(enums.TensorType);
  expect(numbered(PADDINGS)).toEqual(enums.Padding);
  expect(numbered(ACTIVATIONS)).toEqual(enums.ActivationFunctionType);
  expect(numbered(MODEL_TYPES)).toEqual(enums.ModelType);
  expect(MODES).toEqual(enums.ModelOptimizationMode);
});
