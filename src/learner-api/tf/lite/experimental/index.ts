/** `tf.lite.experimental` */
import { pythonModule } from '../../../python/module';
import { OpResolverType } from '../enums';
import { Analyzer } from './analyzer';
import { QuantizationDebugger } from './quantization-debugger';

interface Experimental {
  readonly Analyzer: typeof Analyzer;
  readonly OpResolverType: typeof OpResolverType;
  readonly QuantizationDebugger: typeof QuantizationDebugger;
}

export const experimental: Experimental = pythonModule('tf.lite.experimental', {
  Analyzer,
  OpResolverType,
  QuantizationDebugger,
});
