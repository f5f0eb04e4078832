/** `tf.lite.TargetSpec` */
import type { DType } from '#tensor';
import { pythonClass } from '../../python/class';
import { checkOptions } from '../../python/options';
import { CheckedAttributes, type OtherAttributes } from './attributes';
import { OpsSet } from './enums';

export interface TargetSpecOptions {
  readonly supported_ops?: Iterable<OpsSet> | null;
  readonly supported_types?: Iterable<DType> | null;
}

const OTHERS: OtherAttributes = {
  experimental_select_user_tf_ops: new Set(),
  experimental_supported_backends: null,
  _experimental_custom_op_registerers: [],
  _experimental_supported_accumulation_type: null,
};

class TargetSpecClass extends CheckedAttributes {
  static readonly class_name: string = 'TargetSpec';
  /** Sets of ops that the device has. Default: `[tf.lite.OpsSet.TFLITE_BUILTINS]`. */
  supported_ops: Iterable<OpsSet>;
  /** Types that the device has; the smallest one drives the optimization: `[tf.float16]`. Default: none in particular. */
  supported_types: Iterable<DType>;

  constructor(options: TargetSpecOptions = {}) {
    super(OTHERS);
    checkOptions('TargetSpec.__init__', options, ['supported_ops', 'supported_types']);
    this.supported_ops = options.supported_ops ?? new Set([OpsSet.TFLITE_BUILTINS]);
    this.supported_types = options.supported_types ?? new Set();
  }
}

/** `TargetSpec(supported_ops=None, supported_types=None)`: what the device that the file is for can do. */
export const TargetSpec = pythonClass(TargetSpecClass);
export type TargetSpec = TargetSpecClass;
