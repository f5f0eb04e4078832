/** `tf.lite.experimental` */
import { pythonModule } from '../../../python/module';
import { Analyzer } from './analyzer';

export const experimental = pythonModule('tf.lite.experimental', { Analyzer });
