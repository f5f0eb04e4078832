/** `tf.lite.Interpreter` */
import { createRuntime, type LiteRuntime } from '#interpreter';
import { firstOption } from '../../../python/options';
import { methodsOf, pending } from '../../../python/pending';
import { getRuntime } from '../../../runtime';
import { InterpreterClass } from './interpreter';
import { openModel } from './open-model';
import { LoadingBar } from './loading-bar';
import { chooseRuntime, type ChosenRuntime, type InterpreterOptions } from './options';

export type { OpDetails, QuantizationParameters, TensorDetails } from './details';
export type { InterpreterOptions } from './options';
export type { NamedArrays, SignatureRunner } from './signature-runner';

/** What `await tf.lite.Interpreter(…)` gives. */
export type Interpreter = InterpreterClass;

/** `tf.lite.Interpreter`, with or without `new`: a promise in both cases. */
interface InterpreterMaker {
  /**
   * `tf.lite.Interpreter(model_path=None, model_content=None, num_threads=None, …)`: runs a `.tflite` model. Write `await`
   * in front of it.
   *
   * @param model_path a file in the workspace, or all options in one object: `{model_content: await converter.convert()}`
   * @throws ValueError when the bytes are no model, naming the file and what is wrong with it
   */
  (model_path: string | InterpreterOptions, options?: InterpreterOptions): Promise<Interpreter>;
  new (model_path: string | InterpreterOptions, options?: InterpreterOptions): Promise<Interpreter>;
}

export const Interpreter = makeInterpreter as unknown as InterpreterMaker;

function makeInterpreter(
  model_path: string | InterpreterOptions,
  options?: InterpreterOptions,
): Promise<Interpreter> {
  const opening = openInterpreter(model_path, options);
  return pending(opening, 'tf.lite.Interpreter', methodsOf(InterpreterClass));
}

async function openInterpreter(
  model_path: string | InterpreterOptions,
  options?: InterpreterOptions,
): Promise<Interpreter> {
  const given = firstOption('Interpreter.__init__', 'model_path', model_path, options);
  const chosen = chooseRuntime(given);
  const opened = await openModel(given);
  const runtime = await loadRuntime(chosen);
  runtime.check?.(opened.model);
  const interpreter = new InterpreterClass(runtime, opened);
  if (chosen.id === 'litert') await interpreter.preload();
  // A turn of the event loop, in which interpreters that nothing refers to any more can give their memory back.
  await getRuntime().pause();
  return interpreter;
}

async function loadRuntime({ id, options }: ChosenRuntime): Promise<LiteRuntime> {
  const bar = new LoadingBar(id);
  try {
    const runtime = await createRuntime(id, { ...options, onFetch: bar.update });
    bar.end('done');
    return runtime;
  } catch (error) {
    bar.end('failed');
    throw error;
  }
}
