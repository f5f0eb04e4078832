/** Small models, traced by hand, that the tests of this room write. */
import { GraphBuilder, type Operand, type SymbolicTensor, type TensorSpec } from '#graph';
import { NDArray, sizeOf, type DType } from '#tensor';
import type {
  EndpointArgument,
  EndpointInput,
  ExportedEndpoint,
  SavedModelSource,
  StoredVariable,
  VariableCollection,
} from '../source';
import type { Structure } from '../structure';

/** Values that differ from element to element and stay between -0.5 and 0.5. */
export function wave(shape: readonly number[], phase: number): NDArray {
  const length = sizeOf(shape);
  const values = Float32Array.from({ length }, (_, i) => 0.5 * Math.sin(phase + 1.7 * i));
  return new NDArray(values, shape, 'float32');
}

export function variable(path: string, shape: readonly number[], trainable = true): StoredVariable {
  const value = wave(shape, path.length);
  const positive = path.endsWith('variance') ? value.mul(value).add(0.5) : value;
  return { path, shape, dtype: 'float32', trainable, value: positive };
}

/** The collections that Keras's exports have. */
export function kerasCollections(variables: readonly StoredVariable[]): VariableCollection[] {
  return [
    { name: 'variables', variables },
    { name: 'trainable_variables', variables: variables.filter(({ trainable }) => trainable) },
    { name: 'non_trainable_variables', variables: variables.filter((v) => !v.trainable) },
    { name: '_all_variables', variables, copied: true },
    { name: '_misc_assets', variables: [] },
  ];
}

const FLOAT_IMAGES: TensorSpec = { dtype: 'float32', shape: [null, 4, 4] };

type Returned =
  SymbolicTensor | readonly SymbolicTensor[] | Readonly<Record<string, SymbolicTensor>>;

/** An endpoint whose arguments are one tensor each. */
export function endpoint(
  name: string,
  inputs: Readonly<Record<string, TensorSpec>>,
  body: (...tensors: SymbolicTensor[]) => Returned,
  functionName = '<lambda>',
): ExportedEndpoint {
  const builder = new GraphBuilder();
  const args = Object.entries(inputs).map(([key, spec]): EndpointArgument => {
    return { name: key, value: { key, spec, tensor: builder.placeholder(key, spec) } };
  });
  const tensors = args.map(({ value }) => (value as EndpointInput).tensor as SymbolicTensor);
  const outputs = body(...tensors);
  return { name, functionName, graph: builder.build(), arguments: args, outputs };
}

function dense(x: SymbolicTensor, scope: string, kernel: Operand, bias: Operand): SymbolicTensor {
  return x.builder.scope(scope, () => {
    const product = x.builder.addNode('MatMul', [x, kernel]);
    return x.builder.addNode('BiasAdd', [product, bias]);
  });
}

/** Flatten, Dense, ReLU, BatchNormalization, Dense, softmax. */
export class Classifier {
  readonly kernel = variable('net/dense/kernel', [16, 6]);
  readonly bias = variable('net/dense/bias', [6]);
  readonly gamma = variable('net/norm/gamma', [6]);
  readonly beta = variable('net/norm/beta', [6]);
  readonly mean = variable('net/norm/moving_mean', [6], false);
  readonly variance = variable('net/norm/moving_variance', [6], false);
  readonly outKernel = variable('net/dense_1/kernel', [6, 3]);
  readonly outBias = variable('net/dense_1/bias', [3]);
  readonly variables: readonly StoredVariable[] = [
    this.kernel,
    this.bias,
    this.gamma,
    this.beta,
    this.mean,
    this.variance,
    this.outKernel,
    this.outBias,
  ];

  /** @param rate of the dropout behind the hidden layer that is left alive, if any */
  call(images: SymbolicTensor, rate = 0): SymbolicTensor {
    const g = images.builder;
    const flat = g.scope('net/flatten', () => images.reshape([-1, 16]));
    const hidden = g.addNode('Relu', [dense(flat, 'net/dense', this.kernel, this.bias)]);
    const kept = rate > 0 ? dropout(hidden, rate) : hidden;
    const normal = g.scope('net/norm', () => this.#normalize(kept));
    return g.addNode('Softmax', [dense(normal, 'net/dense_1', this.outKernel, this.outBias)]);
  }

  #normalize(x: SymbolicTensor): SymbolicTensor {
    const g = x.builder;
    const scale = g.addNode('Mul', [
      g.addNode('Rsqrt', [g.addNode('AddV2', [this.variance, 0.001])]),
      this.gamma,
    ]);
    const offset = g.addNode('Sub', [this.beta, g.addNode('Mul', [this.mean, scale])]);
    return g.addNode('AddV2', [g.addNode('Mul', [x, scale]), offset]);
  }
}

function dropout(x: SymbolicTensor, rate: number): SymbolicTensor {
  const g = x.builder;
  const attrs = { dtype: { type: 'float32' } } as const;
  const noise = g.addNode('RandomUniform', [g.addNode('Shape', [x])], attrs);
  const kept = g.addNode('GreaterEqual', [noise, rate]);
  return g.addNode('SelectV2', [kept, x.mul(1 / (1 - rate)), g.constant(0, 'float32')]);
}

/** What `model.export` writes: one endpoint, repeated as the default signature. */
export function exported(model = new Classifier()): SavedModelSource {
  const serve = endpoint('serve', { x: FLOAT_IMAGES }, (x) => model.call(x), '__call__');
  return {
    endpoints: [serve],
    defaultEndpoint: 'serve',
    collections: kerasCollections(model.variables),
  };
}

/** Endpoints with dict, list and two inputs, with bytes, with dropout alive, and one without variables. */
export function archive(model = new Classifier()): SavedModelSource {
  const bytes: TensorSpec = { dtype: 'uint8', shape: [null, 4, 4] };
  const scaled = (images: SymbolicTensor) => images.cast('float32').div(255);
  return {
    endpoints: [
      endpoint('serve_raw', { images: bytes }, (images) => {
        const probabilities = model.call(scaled(images));
        return { probabilities, label: probabilities.argmax(-1) };
      }),
      endpoint('serve', { x: FLOAT_IMAGES }, (x) => model.call(x)),
      endpoint('listed', { x: FLOAT_IMAGES }, (x) => [x.mul(2), model.call(x), x.slice(0, 1)]),
      endpoint('alive', { x: FLOAT_IMAGES }, (x) => model.call(x, 0.5)),
      endpoint('doubled', { x: FLOAT_IMAGES }, (x) => x.mul(2)),
      endpoint('both', { b: FLOAT_IMAGES, a: bytes }, (b, a) => model.call(b.add(scaled(a)))),
    ],
    defaultEndpoint: 'serve_raw',
    collections: kerasCollections(model.variables),
    assets: new Map([['labels.txt', new TextEncoder().encode('shirt\nboot\nbag\n')]]),
  };
}

/** A functional model's endpoint: one argument that is a list of two tensors, or a dict of them. */
export function nested(kind: 'list' | 'dict'): SavedModelSource {
  const kernel = variable('joined/kernel', [5, 2]);
  const g = new GraphBuilder();
  const input = (key: string, size: number): EndpointInput => {
    const spec: TensorSpec = { dtype: 'float32', shape: [null, size] };
    return { key, spec, tensor: g.placeholder(key, spec) };
  };
  const [second, first] = [input('second', 3), input('first', 2)] as const;
  const joined = g.addNode('ConcatV2', [
    second.tensor as SymbolicTensor,
    first.tensor as SymbolicTensor,
    -1,
  ]);
  const output = g.addNode('MatMul', [joined, kernel]);
  const value: Structure<EndpointInput> = kind === 'list' ? [second, first] : { second, first };
  const serve: ExportedEndpoint = {
    name: 'serve',
    functionName: '__call__',
    graph: g.build(),
    arguments: [{ name: 'args_0', value }],
    outputs: kind === 'list' ? [output, joined] : { scores: output },
  };
  return {
    endpoints: [serve],
    defaultEndpoint: 'serve',
    collections: kerasCollections([kernel]),
  };
}

/** Nothing to restore at all. */
export function withoutVariables(): SavedModelSource {
  const plus = endpoint('serve', { x: FLOAT_IMAGES }, (x) => x.add(1));
  return { endpoints: [plus], defaultEndpoint: 'serve', collections: [] };
}

/** Counts its calls, and returns how many there were before. */
export function counter(): SavedModelSource {
  const count = { ...variable('count', [], false), value: scalar(5, 'float32') };
  const next = endpoint('next', { by: { dtype: 'float32', shape: [] } }, (by) => {
    by.builder.assignVariable(count, by.builder.readVariable(count).add(by));
    return by.builder.readVariable(count).add(0);
  });
  return { endpoints: [next], collections: [{ name: 'variables', variables: [count] }] };
}

export function scalar(value: number, dtype: DType): NDArray {
  return new NDArray(Float32Array.of(value), [], dtype);
}

/** Ops whose attributes are whole, fractional, texts, types and lists, and one with several outputs. */
export function convolutional(): SavedModelSource {
  const kernel = variable('conv/kernel', [3, 3, 2, 4]);
  const spatial = variable('depthwise/kernel', [2, 2, 4, 1]);
  const [scale, offset] = [variable('norm/gamma', [4]), variable('norm/beta', [4])];
  const mean = variable('norm/moving_mean', [4], false);
  const variance = variable('norm/moving_variance', [4], false);
  const images: TensorSpec = { dtype: 'float32', shape: [null, 8, 8, 2] };
  const serve = endpoint('serve', { images }, (x) => {
    const g = x.builder;
    const step = (n: number) => [1, n, n, 1];
    const padded = g.addNode('Pad', [
      x,
      [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
    ]);
    const conv = g.addNode('Conv2D', [padded, kernel], { strides: step(2), padding: 'VALID' });
    const leaky = g.addNode('LeakyRelu', [conv], { alpha: 0.1 });
    const normal = g.addNode('FusedBatchNormV3', [leaky, scale, offset, mean, variance], {
      epsilon: 0.001,
      is_training: false,
    });
    const depthwise = g.addNode('DepthwiseConv2dNative', [normal, spatial], {
      strides: step(1),
      padding: 'SAME',
    });
    const window = { ksize: step(2), strides: step(2), padding: 'VALID' };
    const pooled = [
      g.addNode('MaxPool', [depthwise], window),
      g.addNode('AvgPool', [depthwise], window),
    ];
    const joined = g.addNode('ConcatV2', [...pooled, 3]);
    const features = g.addNode('Mean', [joined, [1, 2]]);
    const hot = g.addNode('OneHot', [features.argmax(-1, 'int32'), 8, 1, 0]);
    return {
      features,
      hot: hot.cast('bool'),
      first: features.at(0, 1),
      turned: features.transpose(),
    };
  });
  return {
    endpoints: [serve],
    defaultEndpoint: 'serve',
    collections: kerasCollections([kernel, spatial, scale, offset, mean, variance]),
  };
}
