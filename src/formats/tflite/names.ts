/** How messages and listings name the parts of a model. */
import { BUILTIN_OPERATORS } from './builtin-operators';
import type { Operator, OperatorCode, SubGraph, TfliteModel } from './model';

/** The code of ops that are not built in. */
export const CUSTOM = BUILTIN_OPERATORS.indexOf('CUSTOM');

/** `CONV_2D`, or a custom op's own name. */
export function opCodeName({ builtinCode, customCode }: OperatorCode): string {
  if (builtinCode === CUSTOM) return customCode;
  return BUILTIN_OPERATORS[builtinCode] ?? `operator ${builtinCode}`;
}

/** `CONV_2D`, or a custom op's own name. */
export function opName(model: TfliteModel, operator: Operator): string {
  return opCodeName(model.operatorCodes[operator.opcodeIndex]!);
}

/** `tensor 5 ('dense/MatMul')`. */
export function tensorLabel(graph: SubGraph, index: number): string {
  const name = graph.tensors[index]?.name;
  return name ? `tensor ${index} ('${name}')` : `tensor ${index}`;
}
