/** The ops that a graph uses, declared as their producer knows them. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';
import { OPS } from '#graph';
import { DataType, dataTypeNamed, type OpDefSchema } from '../schema';
import { attrDefault } from './attr-defaults';
import { graphAttr } from './proto-values';

type OpInit = MessageInitShape<typeof OpDefSchema>;

/** @param ops names, each as often as it occurs */
export function opList(ops: Iterable<string>): OpInit[] {
  const names = [...new Set(ops)].sort(compareUtf8);
  return names.map((name) => ({ name, ...(CALLS_AND_FILES[name] ?? declaredOp(name)) }));
}

function declaredOp(name: string): OpInit {
  const { inputs, outputs, attrs, isStateful } = OPS.get(name)!;
  const lengths = [...inputs, ...outputs].flatMap(({ count }) => count ?? []);
  const counts = [...new Set(lengths)].filter((count) => !Object.hasOwn(attrs, count));
  return {
    inputArg: inputs.map(argDef),
    outputArg: outputs.map(argDef),
    attr: [
      ...counts.map((count) => ({ name: count, type: 'int', hasMinimum: true, minimum: 1n })),
      ...Object.entries(attrs).map(([attr, { kind }]) => attrDef(name, attr, kind)),
    ],
    isStateful,
  };
}

function attrDef(op: string, name: string, type: string) {
  const value = attrDefault(op, name);
  return { name, type, ...(value === undefined ? {} : { defaultValue: graphAttr(value, type) }) };
}

interface Argument {
  readonly name: string;
  readonly type: string;
  readonly count?: string;
}

function argDef({ name, type, count }: Argument) {
  const fixed = dataTypeNamed(type);
  return {
    name,
    ...(fixed === undefined ? { typeAttr: type } : { type: fixed }),
    ...(count === undefined ? {} : { numberAttr: count }),
  };
}

const string = (name: string) => ({ name, type: DataType.DT_STRING });
const typeList = (name: string, type: string) => ({ name, typeListAttr: type });
const text = (name: string) => ({
  name,
  type: 'string',
  defaultValue: { value: { case: 's', value: new Uint8Array() } } as const,
});
const types = (name: string, minimum: bigint) => ({
  name,
  type: 'list(type)',
  hasMinimum: true,
  minimum,
});

const FILE_INPUTS = [string('prefix'), string('tensor_names'), string('shape_and_slices')];

const CALL: OpInit = {
  inputArg: [typeList('args', 'Tin')],
  outputArg: [typeList('output', 'Tout')],
  attr: [
    types('Tin', 0n),
    types('Tout', 0n),
    { name: 'f', type: 'func' },
    text('config'),
    text('config_proto'),
    text('executor_type'),
  ],
};

/** Ops of the files themselves, which no traced graph holds. */
const CALLS_AND_FILES: Readonly<Record<string, OpInit>> = {
  PartitionedCall: CALL,
  StatefulPartitionedCall: { ...CALL, isStateful: true },
  SaveV2: {
    inputArg: [...FILE_INPUTS, typeList('tensors', 'dtypes')],
    attr: [types('dtypes', 1n)],
    isStateful: true,
  },
  RestoreV2: {
    inputArg: FILE_INPUTS,
    outputArg: [typeList('tensors', 'dtypes')],
    attr: [types('dtypes', 1n)],
    isStateful: true,
  },
};
