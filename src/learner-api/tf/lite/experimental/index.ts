/** `tf.lite.experimental` */
import { pythonModule } from '../../../python/module';
import { Analyzer } from './analyzer';
import { QuantizationDebugger } from './quantization-debugger';

interface Experimental {
  readonly Analyzer: typeof Analyzer;
  readonly QuantizationDebugger: typeof QuantizationDebugger;
}

export const experimental: Experimental = pythonModule('tf.lite.experimental', {
  Analyzer,
  QuantizationDebugger,
});
