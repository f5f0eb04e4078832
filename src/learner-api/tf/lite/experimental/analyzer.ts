/** `tf.lite.experimental.Analyzer` */
import { NotImplementedError, PyTypeError, ValueError } from '#errors';
import { writeOut } from '../../../output';
import { checkOptions, firstOption } from '../../../python/options';
import { typeName } from '../../../python/type-name';
import { getRuntime } from '../../../runtime';
import { analysisOf } from './analysis';

export interface AnalyzeOptions {
  /** A `.tflite` file in the workspace. */
  readonly model_path?: string | null;
  /** The bytes of one. */
  readonly model_content?: Uint8Array | null;
  readonly gpu_compatibility?: boolean;
}

const FUNCTION = 'ModelAnalyzer.analyze';
const NAMES = ['model_path', 'model_content', 'gpu_compatibility'];

export const Analyzer = {
  /**
   * `tf.lite.experimental.Analyzer.analyze(model_path=None, model_content=None)`: prints ops, tensors, signatures and
   * sizes of a model.
   *
   * @throws ValueError when no model is given or the bytes are none; FileNotFoundError
   */
  async analyze(
    model_path_or_options: string | null | AnalyzeOptions = {},
    rest?: AnalyzeOptions,
  ): Promise<void> {
    const options = firstOption(FUNCTION, 'model_path', model_path_or_options, rest);
    checkOptions(FUNCTION, options, NAMES);
    const { model_path, model_content, gpu_compatibility } = options;
    if (gpu_compatibility) {
      throw new NotImplementedError('Analyzer.analyze(gpu_compatibility=True) is not there yet.', {
        hint: 'Leave it out: ops, tensors and sizes are printed without it.',
      });
    }
    if (model_path) {
      const bytes = await getRuntime().workspace.read(model_path);
      writeOut(`=== ${model_path} ===\n\n${analysisOf(bytes, model_path)}\n`);
      return;
    }
    const text = analysisOf(checkedContent(model_content));
    writeOut(`=== TFLite ModelAnalyzer ===\n\n${text}\n`);
  },
} as const;

function checkedContent(content: unknown): Uint8Array {
  if (content === undefined || content === null || isEmpty(content)) {
    throw new ValueError('neither `model_path` nor `model_content` is provided', {
      hint: 'Write analyze({model_path: "fashion.tflite"}).',
    });
  }
  if (content instanceof Uint8Array) return content;
  throw new PyTypeError(`model_content must be bytes, not ${typeName(content)}`, {
    hint: 'Await the bytes: model_content: await converter.convert().',
  });
}

function isEmpty(content: unknown): boolean {
  return content === '' || (content instanceof Uint8Array && content.length === 0);
}
