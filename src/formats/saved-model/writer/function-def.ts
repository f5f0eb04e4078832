/** A FunctionDef put together from a body: outputs get an Identity each, and what has effects is made to run. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { GraphVariable, TensorSpec } from '#graph';
import type { FunctionDefSchema, NodeDefSchema } from '../schema';
import { argumentName, type Names } from './names';
import {
  dataType,
  shapeProto,
  shapesAttr,
  textAttr,
  typeAttr,
  type AttrInit,
} from './proto-values';

export type NodeInit = MessageInitShape<typeof NodeDefSchema>;
export type FunctionInit = MessageInitShape<typeof FunctionDefSchema>;

/** A function of the library, and what those who call it need to know. */
export interface WrittenFunction {
  readonly name: string;
  readonly def: FunctionInit;
  readonly isStateful: boolean;
  /** Of the arguments that are no variables; the variables come after them. */
  readonly inputs: readonly TensorSpec[];
  readonly captures: readonly GraphVariable[];
  /** Those of the captures that it assigns. */
  readonly assigned: ReadonlySet<GraphVariable>;
  readonly outputs: readonly TensorSpec[];
}

export interface FunctionArgument {
  readonly name: string;
  readonly spec: TensorSpec;
  /** What the caller names it. */
  readonly userName?: string;
  /** The variable, for a resource. */
  readonly variable?: GraphVariable;
}

export interface FunctionOutput {
  /** As a node of the body names its input. */
  readonly from: string;
  readonly spec: TensorSpec;
}

export interface FunctionBody {
  readonly name: string;
  readonly args: readonly FunctionArgument[];
  readonly nodes: readonly NodeInit[];
  readonly outputs: readonly FunctionOutput[];
  /** Names of the nodes that must run even if no output needs them. */
  readonly mustRun: readonly string[];
  readonly isStateful: boolean;
}

/** @param names those that arguments and nodes of the body have taken */
export function functionDef(body: FunctionBody, names: Names): FunctionInit {
  const { args, mustRun } = body;
  const identityNames = body.outputs.map(() => names.claim('Identity'));
  const outputNames = identityNames.map((name) => names.claim(argumentName(name), 0));
  const barrier = mustRun.length > 0 ? names.claim('NoOp') : undefined;
  const nodes = [
    ...body.nodes,
    ...body.outputs.map((output, i) => identity(identityNames[i]!, output, barrier)),
  ];
  if (barrier) nodes.push(noOp(barrier, mustRun));
  return {
    signature: {
      name: body.name,
      inputArg: args.map(argDef),
      outputArg: body.outputs.map(({ spec }, i) => {
        return { name: outputNames[i]!, type: dataType(spec.dtype) };
      }),
      isStateful: body.isStateful,
      controlOutput: [...mustRun],
    },
    nodeDef: nodes,
    ret: Object.fromEntries(outputNames.map((name, i) => [name, `${identityNames[i]}:output:0`])),
    controlRet: Object.fromEntries(mustRun.map((name) => [name, name])),
    attr: {
      _construction_context: textAttr('kEagerRuntime'),
      _input_shapes: shapesAttr(args.map(({ spec }) => spec.shape)),
    },
    argAttr: Object.fromEntries(args.map((arg, i) => [i, { attr: argAttrs(arg) }])),
  };
}

function argDef({ name, spec, variable }: FunctionArgument) {
  const handleData = variable && {
    handleData: [{ dtype: dataType(variable.dtype), shape: shapeProto(variable.shape) }],
  };
  return { name, type: dataType(spec.dtype), ...handleData };
}

/** The converters of TensorFlow.js and TFLite take names and shapes of the inputs from here. */
function argAttrs({ spec, userName, variable }: FunctionArgument): Record<string, AttrInit> {
  return {
    ...(userName === undefined ? {} : { _user_specified_name: textAttr(userName) }),
    ...(variable ? {} : { _output_shapes: shapesAttr([spec.shape]) }),
  };
}

/** @param barrier a node that must have run before */
export function identity(
  name: string,
  { from, spec }: FunctionOutput,
  barrier: string | undefined,
): NodeInit {
  return {
    name,
    op: 'Identity',
    input: barrier ? [from, `^${barrier}`] : [from],
    attr: { T: typeAttr(spec.dtype), _output_shapes: shapesAttr([spec.shape]) },
  };
}

function noOp(name: string, after: readonly string[]): NodeInit {
  return {
    name,
    op: 'NoOp',
    input: after.map((node) => `^${node}`),
    attr: { _output_shapes: shapesAttr([]) },
  };
}
