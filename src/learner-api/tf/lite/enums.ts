/** `tf.lite.Optimize` and `tf.lite.OpsSet`. */
import { pythonModule } from '../../python/module';

/** A member of one of Python's enums. */
export class EnumMember<Of extends string, Name extends string> {
  static readonly class_name: string = 'Enum';
  readonly of: Of;
  readonly name: Name;

  /** @internal */
  constructor(of: Of, name: Name) {
    this.of = of;
    this.name = name;
  }

  get value(): Name {
    return this.name;
  }

  toString(): string {
    return this.name;
  }

  repr(): string {
    return `<${this.of}.${this.name}: '${this.name}'>`;
  }
}

const optimize = <Name extends string>(name: Name) => new EnumMember('Optimize', name);
const opsSet = <Name extends string>(name: Name) => new EnumMember('OpsSet', name);

/** What `converter.optimizations` holds. */
export const Optimize = pythonModule('tf.lite.Optimize', {
  /** Quantize: weights alone, or with a representative dataset everything. */
  DEFAULT: optimize('DEFAULT'),
  /** Deprecated: the same as `DEFAULT`. */
  OPTIMIZE_FOR_SIZE: optimize('OPTIMIZE_FOR_SIZE'),
  /** Deprecated: the same as `DEFAULT`. */
  OPTIMIZE_FOR_LATENCY: optimize('OPTIMIZE_FOR_LATENCY'),
  /** Not there yet. */
  EXPERIMENTAL_SPARSITY: optimize('EXPERIMENTAL_SPARSITY'),
});

export type Optimize = (typeof Optimize)[keyof typeof Optimize];

/** What `converter.target_spec.supported_ops` holds. */
export const OpsSet = pythonModule('tf.lite.OpsSet', {
  /** TensorFlow Lite’s own ops, in float where need be. */
  TFLITE_BUILTINS: opsSet('TFLITE_BUILTINS'),
  /** TensorFlow’s ops beside them. Not there: no runtime in a browser has them. */
  SELECT_TF_OPS: opsSet('SELECT_TF_OPS'),
  /** Only ops with int8 kernels: the whole model has to be int8. */
  TFLITE_BUILTINS_INT8: opsSet('TFLITE_BUILTINS_INT8'),
  /** Activations int16, weights int8, biases int64. */
  EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8: opsSet(
    'EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8',
  ),
  /** Not there yet. */
  EXPERIMENTAL_STABLEHLO_OPS: opsSet('EXPERIMENTAL_STABLEHLO_OPS'),
});

export type OpsSet = (typeof OpsSet)[keyof typeof OpsSet];
