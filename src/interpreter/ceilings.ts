/** Refuses files whose ops are newer than a web runtime, before the runtime gets them. */
import {
  BUILTIN_OPERATORS,
  codesAboveCeiling,
  opCodeName,
  runtimeCeiling,
  type OperatorCode,
  type TfliteModel,
  type WebRuntime,
} from '#formats/tflite';
import { unknownOp } from './unknown-op';

/** @throws ValueError for a version of an op that the runtime does not know; unused codes count, as it resolves them */
export function checkCeilings(model: TfliteModel, runtime: WebRuntime): void {
  const [code] = codesAboveCeiling(model, runtime);
  if (!code) return;
  throw unknownOp(opCodeName(code), code.version, hintFor(code, runtime));
}

function hintFor(code: OperatorCode, runtime: WebRuntime): string {
  const op = BUILTIN_OPERATORS[code.builtinCode]!;
  const others = `runtime: ${runtime === 'tflite' ? '"litert" or runtime: ' : ''}"reference"`;
  if (op === 'FULLY_CONNECTED' && runtime === 'tflite')
    return (
      'Its Dense layers have one scale for each unit. Convert with ' +
      'converter._experimental_disable_per_channel_quantization_for_dense_layers = true, or run it with ' +
      `${others}.`
    );
  return `This runtime knows ${op} up to version ${runtimeCeiling(runtime, op)}. Run it with ${others}.`;
}
