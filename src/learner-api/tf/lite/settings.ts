/** A converter's attributes as what the conversion is asked for, checked as TensorFlow checks them. */
import { AttributeError, NotImplementedError, PyTypeError, ValueError } from '#errors';
import type { ConversionOptions } from '#convert';
import type { DType } from '#tensor';
import { repr } from '../../python/repr';
import { typeName } from '../../python/type-name';
import { EnumMember, Optimize, OpsSet } from './enums';
import { checkInferenceTypes, int16BiasType } from './inference-types';
import { chooseMode, type Wishes } from './quantization-mode';
import {
  RepresentativeDataset,
  type RepresentativeDataset as Dataset,
  type SampleGenerator,
} from './representative-dataset';
import { TargetSpec } from './target-spec';

/** The attributes of a `TFLiteConverter` that change the file. */
interface ConverterAttributes {
  readonly optimizations: Iterable<Optimize>;
  readonly representative_dataset: Dataset | SampleGenerator | null;
  readonly target_spec: TargetSpec;
  readonly inference_input_type: DType;
  readonly inference_output_type: DType;
  readonly exclude_conversion_metadata: boolean;
  readonly _experimental_disable_per_channel: boolean;
  readonly _experimental_disable_per_channel_quantization_for_dense_layers: boolean | null;
  readonly _experimental_full_integer_quantization_bias_type: DType | null;
}

export interface Settings {
  readonly options: ConversionOptions;
  readonly wishes: Wishes;
  readonly dataset: Dataset | undefined;
}

/** @throws ValueError, TypeError with TensorFlow's messages; NotImplementedError for what this converter cannot do */
export function settingsOf(converter: ConverterAttributes): Settings {
  const wishes = wishesOf(converter);
  const chosen = chooseMode(wishes);
  const bias = int16BiasType(
    chosen.mode,
    converter._experimental_full_integer_quantization_bias_type ?? undefined,
  );
  const types = checkInferenceTypes(chosen.mode, converter);
  const disabled = converter._experimental_disable_per_channel_quantization_for_dense_layers;
  const options: ConversionOptions = {
    ...chosen,
    ...types,
    perChannel: !converter._experimental_disable_per_channel,
    perChannelDense: { dynamic: disabled === false, integer: disabled !== true },
    int16BiasType: bias,
    excludeConversionMetadata: converter.exclude_conversion_metadata,
  };
  const given = converter.representative_dataset ?? undefined;
  const dataset =
    given === undefined || given instanceof RepresentativeDataset
      ? given
      : RepresentativeDataset(given);
  return { options, wishes, dataset };
}

const OPS_PLACE = 'target_spec.supported_ops';

function wishesOf({
  optimizations,
  target_spec,
  representative_dataset,
}: ConverterAttributes): Wishes {
  const dataset: unknown = representative_dataset ?? undefined;
  checkTarget(target_spec);
  return {
    optimizations: membersOf(optimizations, 'optimizations', 'Optimize', [
      Optimize.EXPERIMENTAL_SPARSITY,
    ]),
    ops: opsOf(target_spec),
    types: new Set(listOf(target_spec.supported_types, 'target_spec.supported_types')),
    hasDataset: dataset !== undefined,
  };
}

function checkTarget(target: unknown): void {
  if (target instanceof TargetSpec) return;
  throw new AttributeError(`'${typeName(target)}' object has no attribute 'supported_ops'`, {
    place: 'target_spec',
    hint: 'Set what the converter has: converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS].',
  });
}

/** TensorFlow's own ops beside those of TensorFlow Lite change nothing for a model that does without. */
function opsOf({ supported_ops }: TargetSpec): ReadonlySet<OpsSet> {
  const { SELECT_TF_OPS, EXPERIMENTAL_STABLEHLO_OPS } = OpsSet;
  const isAlone = [...listOf(supported_ops, OPS_PLACE, 'OpsSet')].every(
    (set) => set === SELECT_TF_OPS,
  );
  const missing = isAlone ? [SELECT_TF_OPS] : [EXPERIMENTAL_STABLEHLO_OPS];
  return membersOf(supported_ops, OPS_PLACE, 'OpsSet', missing);
}

/** @param missing members that this converter has not */
function membersOf<Member extends EnumMember<string, string>>(
  value: Iterable<Member>,
  place: string,
  of: Member['of'],
  missing: readonly Member[],
): ReadonlySet<Member> {
  const members = listOf(value, place, of);
  for (const member of members) {
    if (!(member instanceof EnumMember) || member.of !== of)
      throw new ValueError(`${place} has ${repr(member)}, which is not one of tf.lite.${of}.`, {
        place,
        hint: hintForMember(of, member),
      });
    if (missing.includes(member))
      throw new NotImplementedError(`tf.lite.${of}.${member.name} is not there yet.`, {
        place,
        hint:
          of === 'OpsSet'
            ? 'Runtimes in a browser have TensorFlow Lite’s own ops only: TFLITE_BUILTINS.'
            : 'Leave it out.',
      });
  }
  return new Set(members);
}

/** The members' own names, spelt out. */
function hintForMember(of: EnumMember<string, string>['of'], member: unknown): string {
  const names: string[] = Object.keys(of === 'Optimize' ? Optimize : OpsSet);
  const name = typeof member === 'string' ? member.replace(/^.*\./, '') : undefined;
  if (name !== undefined && names.includes(name)) return `Write tf.lite.${of}.${name}.`;
  return `There is: ${names.map((each) => `tf.lite.${of}.${each}`).join(', ')}.`;
}

/** @param of the enum of the items; undefined for types */
function listOf<T>(value: Iterable<T>, place: string, of?: string): T[] {
  const given: unknown = value;
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return [...value];
  const type = given instanceof EnumMember ? given.of : typeName(given);
  const usual = { Optimize: Optimize.DEFAULT, OpsSet: OpsSet.TFLITE_BUILTINS }[of ?? ''];
  const member = given instanceof EnumMember ? given : usual;
  const example = member ? `tf.lite.${member.of}.${member.name}` : 'tf.float16';
  throw new PyTypeError(`'${type}' object is not iterable`, {
    place,
    hint: `Give it a list: ${place} = [${example}].`,
  });
}
