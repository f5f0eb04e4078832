import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import { clearSession } from '../names';
import { startTestRuntime, type TestRuntime } from '../training/testing';
import { captures, makeModel, printed, scope } from './testing';

const { files, keras, layers, np, tf } = scope;
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
  clearSession();
});

describe('model.export', () => {
  it('writes the directory and prints what Keras prints', async () => {
    await makeModel().export('serving/fashion/1');
    expect(await files.list('serving')).toEqual([
      'serving/fashion/1/fingerprint.pb',
      'serving/fashion/1/saved_model.pb',
      'serving/fashion/1/variables/variables.data-00000-of-00001',
      'serving/fashion/1/variables/variables.index',
    ]);
    expect(printed(runtime)).toBe(
      `Saved artifact at 'serving/fashion/1'. The following endpoints are available:

* Endpoint 'serve'
  args_0 (POSITIONAL_ONLY): TensorSpec(shape=(None, 4), dtype=tf.float32, name='keras_tensor')
Output Type:
  TensorSpec(shape=(None, 2), dtype=tf.float32, name=None)
Captures:
${captures(1, 2, 3, 4)}
`,
    );
  });

  it('describes several inputs and outputs as Keras does', async () => {
    const [a, b] = [
      layers.Input({ shape: [4], name: 'a' }),
      layers.Input({ shape: [3], name: 'b' }),
    ];
    const both = layers.concatenate([a, b]);
    await keras.Model({ x: a, w: b }, { yy: both, zz: b }).export('m');
    await keras.Model([a, b], [both]).export('m');
    expect(runtime.text()).toContain(
      `  args_0 (POSITIONAL_ONLY): Dict[['x', TensorSpec(shape=(None, 4), dtype=tf.float32, name='a')], ['w', TensorSpec(shape=(None, 3), dtype=tf.float32, name='b')]]
Output Type:
  Dict[['yy', TensorSpec(shape=(None, 7), dtype=tf.float32, name=None)], ['zz', TensorSpec(shape=(None, 3), dtype=tf.float32, name=None)]]
Captures:
  None
`,
    );
    expect(runtime.text()).toContain(
      "  args_0 (POSITIONAL_ONLY): List[TensorSpec(shape=(None, 4), dtype=tf.float32, name='a'), TensorSpec(shape=(None, 3), dtype=tf.float32, name='b')]\nOutput Type:\n  TensorSpec(shape=(None, 7), dtype=tf.float32, name=None)\n",
    );
  });

  it('takes an input signature, and keeps quiet where it is told to', async () => {
    await makeModel().export('m', { verbose: false });
    expect(runtime.text()).toBe('');
    const input_signature = [tf.TensorSpec([1, 4], { name: 'image' })];
    await makeModel().export('m', 'tf_saved_model', { input_signature });
    expect(runtime.text()).toContain(
      "args_0 (POSITIONAL_ONLY): TensorSpec(shape=(1, 4), dtype=tf.float32, name='image')",
    );
  });

  it('exports a class of your own once it was called', async () => {
    class Mine extends keras.Model {
      dense = layers.Dense(3);
      override call(x: SymbolicTensor) {
        return this.dense(x);
      }
    }
    const mine = new Mine();
    await expect(mine.export('m')).rejects.toThrow(
      'The model provided has not yet been built. It must be built before export.',
    );
    mine.build([null, 4]);
    await expect(mine.export('m')).rejects.toThrow(
      'The model provided has never called. It must be called at least once before export.',
    );
    await mine(np.ones([1, 4]));
    await mine.export('m');
    expect(runtime.text()).toContain('TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)');
  });

  it('refuses other formats with Keras’s words', async () => {
    await expect(makeModel().export('m', { format: 'foo' })).rejects.toThrow(
      "Unrecognized format=foo. Supported formats are: ['tf_saved_model', 'onnx', 'openvino', 'litert', 'torch'].",
    );
    await expect(makeModel().export('m', 'onnx')).rejects.toThrow(
      "model.export with format='onnx' is not there yet.",
    );
    await expect(makeModel().export('m', { formats: 'x' } as never)).rejects.toThrow(
      "Model.export() got an unexpected keyword argument 'formats'",
    );
  });
});
