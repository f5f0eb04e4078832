/** Ops that pass on what they get, and those that check it. */
import { typeText } from '../element-types';
import type { KernelCall } from '../kernel';
import type { RuntimeKernels } from '../runtime';
import { fits, shapeText } from '../shape';
import type { Tensor } from '../tensor';
import { assertOp } from './assert';
import { widen } from './shared';

const first = (call: KernelCall): readonly Tensor[] => [call.input(0)];
const all = ({ inputs }: KernelCall): readonly Tensor[] => inputs;
const none = (): readonly Tensor[] => [];

export const BASIC: RuntimeKernels = {
  Assert: assertOp,
  CheckNumerics: checkNumerics,
  CheckNumericsV2: checkNumerics,
  ControlTrigger: none,
  DeepCopy: first,
  EnsureShape: ensureShape,
  GuaranteeConst: first,
  Identity: first,
  IdentityN: all,
  NoOp: none,
  Placeholder: placeholder,
  PlaceholderV2: placeholder,
  PlaceholderWithDefault: first,
  PlaceholderV3: placeholder,
  PreventGradient: first,
  Print: first,
  PrintV2: none,
  RefIdentity: first,
  Snapshot: first,
  StopGradient: first,
};

function placeholder(call: KernelCall): never {
  const shape = call.has('shape') ? call.shape('shape') : undefined;
  const type = typeText(call.type('dtype'));
  const text = shape === undefined ? '' : ` and shape ${shapeText(shape)}`;
  call.fail(
    'INVALID_ARGUMENT',
    `You must feed a value for placeholder tensor '${call.node.name}' with dtype ${type}${text}`,
  );
}

function ensureShape(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  const expected = call.shape('shape');
  if (!expected || fits(tensor.shape, expected)) return [tensor];
  call.fail(
    'INVALID_ARGUMENT',
    `Shape of tensor ${call.node.input?.[0] ?? ''} ${shapeText(tensor.shape)} is not compatible with expected shape ${shapeText(expected)}.`,
  );
}

/** The second version tells the two infinities apart. */
function checkNumerics(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  const values = Array.from(widen(tensor).data as ArrayLike<number>);
  const bad = values.filter((value) => !Number.isFinite(value));
  if (bad.length === 0) return [tensor];
  const isSigned = call.node.op === 'CheckNumericsV2';
  const found = [
    ...(isSigned && bad.includes(-Infinity) ? ['-Inf'] : []),
    ...(isSigned && bad.includes(Infinity) ? ['+Inf'] : []),
    ...(!isSigned && bad.some((value) => !Number.isNaN(value)) ? ['Inf'] : []),
    ...(bad.some(Number.isNaN) ? ['NaN'] : []),
  ];
  const last = found.pop();
  const what = found.length > 0 ? `${found.join(', ')} and ${last}` : last;
  call.fail('INVALID_ARGUMENT', `${call.text('message')} : Tensor had ${what} values`);
}
