/** `tf.lite.Optimize`, `tf.lite.OpsSet` and `tf.lite.experimental.OpResolverType`. */
import { pythonModule } from '../../python/module';
import { repr } from '../../python/repr';

/** A member of one of Python's enums, whose value is its name or a number. */
export class EnumMember<
  Of extends string,
  Name extends string,
  Value extends string | number = Name,
> {
  static readonly class_name: string = 'Enum';
  readonly of: Of;
  readonly name: Name;
  readonly value: Value;

  /** @internal */
  constructor(of: Of, name: Name, value: Value) {
    this.of = of;
    this.name = name;
    this.value = value;
  }

  toString(): string {
    return typeof this.value === 'number' ? `${this.of}.${this.name}` : this.name;
  }

  /** @internal */
  repr(): string {
    return `<${this.of}.${this.name}: ${repr(this.value)}>`;
  }
}

const optimize = <Name extends string>(name: Name) => new EnumMember('Optimize', name, name);
const opsSet = <Name extends string>(name: Name) => new EnumMember('OpsSet', name, name);
const resolver = <Name extends string, Value extends number>(name: Name, value: Value) =>
  new EnumMember('OpResolverType', name, value);

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
  /** TensorFlow’s own ops for what those lack. No runtime in a browser has them, so a model must do without. */
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

/** Which kernels `tf.lite.Interpreter` takes. */
export const OpResolverType = pythonModule('tf.lite.experimental.OpResolverType', {
  /** As the runtime likes: XNNPACK where it can. */
  AUTO: resolver('AUTO', 0),
  /** The same as `AUTO`. */
  BUILTIN: resolver('BUILTIN', 1),
  /** Reference kernels: slow, and exact to the last bit. They show every tensor. */
  BUILTIN_REF: resolver('BUILTIN_REF', 2),
  /** Not there yet. */
  BUILTIN_WITHOUT_DEFAULT_DELEGATES: resolver('BUILTIN_WITHOUT_DEFAULT_DELEGATES', 3),
});

export type OpResolverType = (typeof OpResolverType)[keyof typeof OpResolverType];
