/** From an operator's code to its kernel. */
import { PyRuntimeError, ValueError } from '#errors';
import { BUILTIN_OPERATORS, type BuiltinOperator, type TfliteModel } from '#formats/tflite';
import { unknownOp } from '../unknown-op';
import type { Kernel } from './kernel';
import { KERNELS } from './kernels';
import { NEWEST_VERSIONS } from './versions';

/**
 * The kernel of the operator whose number is given.
 * @throws ValueError with TensorFlow's message when there is none for the op or its version; RuntimeError for custom ops
 */
export function findKernel(
  model: TfliteModel,
  opcodeIndex: number,
  number: number,
): { readonly op: BuiltinOperator; readonly kernel: Kernel } {
  const code = model.operatorCodes[opcodeIndex];
  if (!code) throw new ValueError(`Node number ${number} has no operator code ${opcodeIndex}.`);
  const op = BUILTIN_OPERATORS[code.builtinCode];
  if (op === 'CUSTOM') refuseCustom(code.customCode, number);
  const kernel = op && KERNELS[op];
  const newest = (op && NEWEST_VERSIONS[op]) ?? 1;
  if (kernel && code.version <= newest) return { op, kernel };
  const name = op ?? String(code.builtinCode);
  const hint = kernel
    ? `The newest version of ${name} that runs here is ${newest}.`
    : `${name} does not run here: use a layer that becomes another op, or another runtime.`;
  throw unknownOp(name, code.version, hint);
}

function refuseCustom(name: string, number: number): never {
  throw new PyRuntimeError(
    `Encountered unresolved custom op: ${name}.\nNode number ${number} (${name}) failed to prepare.\n`,
    {
      hint: 'Only builtin ops run here: convert without custom ops and Select TensorFlow ops.',
      place: name,
    },
  );
}
