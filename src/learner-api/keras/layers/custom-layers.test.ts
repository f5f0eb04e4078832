import { beforeEach, describe, expect, it } from 'vitest';
import { GraphBuilder, type Shape, type SymbolicTensor } from '#graph';
import { Model, Sequential, summaryText, traceModel } from '../models';
import { clearSession } from '../names';
import {
  assignWeights,
  collectWeights,
  deserializeModel,
  register_keras_serializable,
  serializeModel,
} from '../serialization';
import type { KerasVariable } from '../variable';
import { Input, Layer, layers, type CallArguments, type LayerOptions } from '.';

class Scale extends Layer {
  readonly units: number;
  readonly _last: Layer;
  readonly inner: Layer[];
  w: KerasVariable | undefined;

  constructor(units: number, opts: LayerOptions = {}) {
    super(opts);
    this.units = units;
    this._last = layers.Dense(units);
    this.inner = [layers.Dense(2), layers.Dense(units)];
  }

  override build(input_shape: Shape) {
    this.w = this.add_weight({ shape: [input_shape.at(-1)!], initializer: 'ones', name: 'w' });
  }

  override call(x: SymbolicTensor, { training }: CallArguments) {
    const scaled = training ? x.mul(this.w!) : x;
    return this._last(this.inner[1]!(this.inner[0]!(scaled)));
  }

  override get_config() {
    return { ...super.get_config(), units: this.units };
  }
}

class Twice extends Model {
  readonly head = layers.Dense(1);
  readonly body = new Scale(3);

  override call(x: SymbolicTensor) {
    return this.head(this.body(x));
  }
}

const stack = () => Sequential([Input({ shape: [4] }), new Scale(3)], { name: 'stack' });

beforeEach(clearSession);

describe('a layer of the learner', () => {
  it('is named after its class and owns the weights of layers in its attributes', () => {
    const model = stack();
    expect(model.layers[0]!.name).toBe('scale');
    expect(model.weights.map(({ path }) => path)).toEqual([
      'stack/scale/w',
      'stack/scale/dense/kernel',
      'stack/scale/dense/bias',
      'stack/scale/dense_1/kernel',
      'stack/scale/dense_1/bias',
      'stack/scale/dense_2/kernel',
      'stack/scale/dense_2/bias',
    ]);
  });

  it('is told whether it trains', () => {
    const ops = (training: boolean) =>
      traceModel(stack(), { training })
        .builder.build()
        .nodes.map((node) => node.name);
    expect(ops(true)).toContain('stack/scale/Mul');
    expect(ops(false)).not.toContain('stack/scale/Mul');
  });

  it('places its weights by attribute, private ones last, as Keras does', () => {
    expect([...collectWeights(stack()).keys()]).toEqual([
      'vars',
      'layers/scale/vars',
      'layers/scale/inner/dense/vars',
      'layers/scale/inner/dense_1/vars',
      'layers/scale/_last/vars',
    ]);
  });

  it('cannot get new weights once it is built', () => {
    const layer = new Scale(3);
    layer(Input({ shape: [4] }));
    expect(() => layer.add_weight({ shape: [1] })).toThrow(
      'You cannot add new elements of state (variables or sub-layers) to a layer that is already built.',
    );
  });

  it('needs a call method', () => {
    class Empty extends Layer {}
    expect(() => new Empty()(Input({ shape: [4] }))).toThrow(
      'Layer Empty does not have a `call` method implemented.',
    );
  });

  it('must return a tensor', () => {
    class Nothing extends Layer {
      override call() {
        return undefined as unknown as SymbolicTensor;
      }
    }
    expect(() => new Nothing()(Input({ shape: [4] }))).toThrow(
      "call() of layer 'nothing' (Nothing) must return a tensor",
    );
  });

  it('may assign a variable in call', () => {
    class Counter extends Layer {
      count = this.add_weight({ initializer: 'zeros', trainable: false, name: 'count' });
      override call(x: SymbolicTensor) {
        this.count.assign(x.builder.readVariable(this.count).add(1));
        return x;
      }
    }
    const builder = new GraphBuilder();
    new Counter()(builder.placeholder('x', { shape: [2], dtype: 'float32' }));
    expect(builder.build().nodes.at(-1)!.op).toBe('AssignVariableOp');
  });
});

describe('a model of the learner', () => {
  it('is traced once its input shape is known', () => {
    const model = new Twice();
    expect(() => traceModel(model, { training: false })).toThrow('has never been called');
    const { outputs } = traceModel(model, { training: false, inputShapes: [[null, 4]] });
    expect(outputs[0]!.shape).toEqual([null, 1]);
    expect(model.weights[0]!.path).toBe('twice/dense/kernel');
    expect(summaryText(model)).toContain(' scale (Scale) ');
  });
});

describe("files with a learner's class", () => {
  it("need the class to be registered, in Keras's words", () => {
    expect(() => deserializeModel(serializeModel(stack()))).toThrow(
      "Could not locate class 'Scale'. Make sure custom classes and functions are decorated with `@keras.saving.register_keras_serializable()`. If they are already decorated, make sure they are all imported so that the decorator is run before trying to load them. Full object config: {'module': None, 'class_name': 'Scale'",
    );
  });

  it('take it from custom_objects under the name that the file has', () => {
    const custom_objects = { Scale };
    const model = deserializeModel(serializeModel(stack()), { custom_objects });
    expect(model.layers[0]).toBeInstanceOf(Scale);
    expect((model.layers[0] as Scale).units).toBe(3);
  });

  it('name a registered class with its package, which the bare name does not satisfy', () => {
    class Shift extends Scale {}
    register_keras_serializable('Mine')(Shift);
    const config = serializeModel(Sequential([Input({ shape: [4] }), new Shift(2)]));
    expect(JSON.stringify(config)).toContain(
      '"module":null,"class_name":"Shift","config":{"name":"shift","trainable":true,"dtype":"float32","units":2},"registered_name":"Mine>Shift"',
    );
    expect(deserializeModel(config).layers[0]).toBeInstanceOf(Shift);
  });

  it("hand keywords that the class does not know back with Keras's message", () => {
    const config = JSON.stringify(serializeModel(Sequential([layers.Dense(3)])));
    const damaged = config.replace('"units":3', '"units":3,"bogus":1');
    expect(() => deserializeModel(JSON.parse(damaged) as never)).toThrow(
      "Unrecognized keyword arguments passed to Dense: {'bogus': 1}",
    );
  });
});

describe('weights from a file', () => {
  it('change nothing when one of them does not fit', () => {
    const model = stack();
    const before = model.get_weights();
    const tree = new Map(collectWeights(model));
    tree.set('layers/scale/_last/vars', []);
    expect(() => assignWeights(model, tree, 'a.keras')).toThrow(
      'A total of 1 objects could not be loaded. Example error message for object <Dense name=dense, built=True>:\n\n' +
        "Layer 'dense' expected 2 variables, but received 0 variables during loading. Expected: ['kernel', 'bias']",
    );
    expect(model.get_weights()).toEqual(before);
  });

  it('are refused in another shape with the message of assign', () => {
    const source = Sequential([Input({ shape: [5] }), layers.Dense(3)]);
    const target = Sequential([Input({ shape: [4] }), layers.Dense(3)]);
    expect(() => assignWeights(target, collectWeights(source))).toThrow(
      'must match. variable.shape=(4, 3), Received: value.shape=(5, 3).',
    );
  });
});
