/** `tf.lite.experimental` */
import { pythonModule } from '../../../python/module';
import { OpResolverType } from '../enums';
import { Analyzer } from './analyzer';
import { QuantizationDebugger } from './quantization-debugger';

interface Experimental {
  /** `Analyzer.analyze(model_path=None, model_content=None)` prints what is in a `.tflite` file. */
  readonly Analyzer: typeof Analyzer;
  /** Which kernels `tf.lite.Interpreter` takes, as `experimental_op_resolver_type`. */
  readonly OpResolverType: typeof OpResolverType;
  /**
   * `QuantizationDebugger({converter, debug_dataset})`, or `({quant_debug_model_content, float_model_content,
   * debug_dataset})`: which layer loses how much by quantization. `await d.run()`, then `d.layer_statistics` or
   * `display(d)`.
   */
  readonly QuantizationDebugger: typeof QuantizationDebugger;
}

export const experimental: Experimental = pythonModule('tf.lite.experimental', {
  Analyzer,
  OpResolverType,
  QuantizationDebugger,
});
