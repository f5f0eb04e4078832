/** Small models put together by chance, with data, loss, metrics and optimizer: the same for the same seed. */
import { NDArray } from '#tensor';
import { layers } from '../../src/learner-api/keras/layers';
import { losses } from '../../src/learner-api/keras/losses';
import { metrics } from '../../src/learner-api/keras/metrics';
import { Model } from '../../src/learner-api/keras/models';
import { optimizers } from '../../src/learner-api/keras/optimizers';
import * as regularizers from '../../src/learner-api/keras/regularizers';
import { seeded, type Random } from '../seeded';

type Tensor = ReturnType<typeof layers.Input>;

export interface RandomModel {
  readonly model: Model;
  readonly x: NDArray;
  readonly y: NDArray;
  readonly fitOptions: NonNullable<Parameters<Model['fit']>[2]>;
  /** What it is made of, for the message of a failure. */
  readonly recipe: readonly string[];
}

/** A compiled model. Initial weights come from the learner API's own seed. */
export function randomModel(seed: number): RandomModel {
  return new Dice(seeded(seed)).model();
}

const ACTIVATIONS = [
  'relu',
  'tanh',
  'sigmoid',
  'elu',
  'selu',
  'relu6',
  'leaky_relu',
  'softplus',
  'softsign',
  'silu',
  'gelu',
  'hard_sigmoid',
  'mish',
  'linear',
  'softmax',
] as const;

/** Of vectors that a layer of their own size takes: more weights would only take time. */
const WIDEST = 64;

class Dice {
  readonly #random: Random;
  readonly #recipe: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  model(): RandomModel {
    const samples = this.between(5, 24);
    const isImage = this.chance(2);
    const shape = isImage
      ? [this.between(4, 11), this.between(4, 11), this.between(1, 5)]
      : [this.between(1, 40)];
    const input = layers.Input({ shape });
    this.#note(`input ${shape.join('x')}`);
    const features = isImage ? this.#flat(this.#images(input)) : input;
    const { output, y, loss, metric } = this.#head(this.#vectors(features), samples);
    const model = Model(input, output) as Model;
    model.compile({ optimizer: this.#optimizer(), loss, metrics: metric });
    const batch_size = this.between(this.#leastBatch(), samples);
    const hasWeights = this.chance(4);
    this.#note(`${samples} samples in batches of ${batch_size}${hasWeights ? ', weighted' : ''}`);
    const weights = hasWeights ? { sample_weight: this.#numbers([samples], 0, 2) } : {};
    const fitOptions = { batch_size, epochs: 2, verbose: 0, ...weights } as const;
    return { model, x: this.#inputs(samples, shape), y, fitOptions, recipe: this.#recipe };
  }

  /** Of few samples, batch normalization would make large numbers of what is but rounding. */
  #leastBatch(): number {
    return this.#recipe.some((what) => what.startsWith('BatchNormalization')) ? 5 : 1;
  }

  /** True once in so many times. */
  chance(times: number): boolean {
    return this.#random(times) === 0;
  }

  between(from: number, to: number): number {
    return from + this.#random(to - from + 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.#random(items.length)]!;
  }

  #note(what: string): void {
    this.#recipe.push(what);
  }

  #numbers(shape: readonly number[], low: number, high: number): NDArray {
    const count = shape.reduce((total, dim) => total * dim, 1);
    const one = () => low + ((high - low) * this.#random(1 << 20)) / (1 << 20);
    return new NDArray(Float32Array.from({ length: count }, one), [...shape], 'float32');
  }

  /** Bytes that are scaled on the way in, or floats. */
  #inputs(samples: number, shape: readonly number[]): NDArray {
    const whole = [samples, ...shape];
    if (!this.chance(3)) return this.#numbers(whole, -1, 1);
    const count = whole.reduce((total, dim) => total * dim, 1);
    const bytes = Uint8Array.from({ length: count }, () => this.#random(256));
    return new NDArray(bytes, whole, 'uint8').astype('float32').div(this.pick([255, 100]));
  }

  #images(x: Tensor): Tensor {
    for (let left = this.between(1, 4); left > 0; left--) x = this.#image(x);
    return x;
  }

  #image(x: Tensor): Tensor {
    const height = x.shape[1]!;
    const width = x.shape[2]!;
    const channels = x.shape[3]!;
    const isSmall = Math.min(height, width) < 4;
    const padding = isSmall ? 'same' : this.pick(['same', 'valid'] as const);
    const window = this.#windowOptions(padding);
    const conv = () => this.#conv(x, { ...window });
    switch (this.#random(11)) {
      case 0:
      case 1:
      case 2:
        return conv();
      case 3: {
        const depth_multiplier = this.between(1, 3);
        const size = this.#kernel();
        this.#note(`DepthwiseConv2D ${depth_multiplier} ${size} ${JSON.stringify(window)}`);
        const strides = window.strides && Math.max(...window.strides);
        return layers.DepthwiseConv2D(size, {
          ...window,
          ...(strides ? { strides } : {}),
          depth_multiplier,
        })(x);
      }
      case 4:
        this.#note('SeparableConv2D');
        return layers.SeparableConv2D(this.between(1, 9), this.#kernel(), { padding })(x);
      case 5:
        return this.#normalized(x);
      case 6:
        return this.#pooled(x, padding);
      case 7: {
        const amounts = [
          [this.between(0, 2), this.between(0, 2)],
          [this.between(0, 2), this.between(0, 2)],
        ] as const;
        this.#note(`ZeroPadding2D ${amounts.join(' ')}`);
        return layers.ZeroPadding2D(amounts)(x);
      }
      case 8: {
        const same = { padding: 'same' } as const;
        return this.#merged(x, this.#conv(x, { ...same, filters: channels }));
      }
      case 9: {
        this.#note('gated by channel');
        const means = layers.GlobalAveragePooling2D({ keepdims: true })(x);
        const gates = layers.Dense(channels, { activation: 'sigmoid' })(means);
        return layers.Multiply()([x, gates]);
      }
      default:
        return this.#elementwise(x);
    }
  }

  #kernel(): [number, number] {
    return [this.between(1, 3), this.between(1, 3)];
  }

  #windowOptions(padding: 'same' | 'valid') {
    const strides: [number, number] = [this.between(1, 2), this.between(1, 2)];
    return this.chance(3) ? { padding, strides } : { padding };
  }

  #conv(x: Tensor, options: { filters?: number; padding: 'same' | 'valid' }): Tensor {
    const { filters = this.pick([1, 2, 3, 4, 5, 8, 12, 16, 17]), ...rest } = options;
    const activation = this.pick(ACTIVATIONS);
    const use_bias = !this.chance(4);
    const size = this.#kernel();
    this.#note(
      `Conv2D ${filters} ${size} ${activation} ${JSON.stringify(rest)}${use_bias ? '' : ' no bias'}`,
    );
    return layers.Conv2D(filters, size, { activation, use_bias, ...rest, ...this.#regular() })(x);
  }

  #regular() {
    if (!this.chance(5)) return {};
    this.#note('regularized');
    return { kernel_regularizer: this.pick([regularizers.L2(0.01), regularizers.L1(0.01)]) };
  }

  #normalized(x: Tensor): Tensor {
    const momentum = this.pick([0.99, 0.5]);
    this.#note(`BatchNormalization ${momentum}`);
    return layers.BatchNormalization({ momentum })(x);
  }

  #pooled(x: Tensor, padding: 'same' | 'valid'): Tensor {
    const pool_size: [number, number] = [this.between(1, 3), this.between(1, 3)];
    const strides = this.chance(2) ? null : this.between(1, 2);
    const options = { pool_size, strides, padding };
    const isMax = this.chance(2);
    this.#note(`${isMax ? 'Max' : 'Average'}Pooling2D ${JSON.stringify(options)}`);
    return isMax ? layers.MaxPooling2D(options)(x) : layers.AveragePooling2D(options)(x);
  }

  #merged(x: Tensor, other: Tensor): Tensor {
    const kind = this.pick(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Concatenate']);
    this.#note(kind);
    const merge = layers[kind as 'Add']();
    return merge([x, other]);
  }

  #elementwise(x: Tensor): Tensor {
    const kind = this.#random(5);
    if (kind === 0) {
      const rate = this.pick([0.1, 0.5]);
      this.#note(`Dropout ${rate}`);
      return layers.Dropout(rate)(x);
    }
    if (kind === 1) {
      this.#note('LeakyReLU');
      return layers.LeakyReLU({ negative_slope: 0.1 })(x);
    }
    if (kind === 2) {
      this.#note('Rescaling');
      return layers.Rescaling(2, { offset: -0.5 })(x);
    }
    const activation = this.pick(ACTIVATIONS);
    this.#note(activation);
    return layers.Activation(activation)(x);
  }

  #flat(x: Tensor): Tensor {
    const kind = this.#random(4);
    this.#note(['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten', 'Flatten'][kind]!);
    if (kind === 0) return layers.GlobalAveragePooling2D()(x);
    if (kind === 1) return layers.GlobalMaxPooling2D()(x);
    return layers.Flatten()(x);
  }

  #vectors(x: Tensor): Tensor {
    for (let left = this.between(0, 4); left > 0; left--) x = this.#vector(x);
    return x;
  }

  #vector(x: Tensor): Tensor {
    switch (this.#random(7)) {
      case 0:
      case 1:
      case 2:
        return this.#dense(x, this.between(1, 40));
      case 3:
        return this.#normalized(x);
      case 4:
        if (x.shape[1]! > WIDEST) return this.#dense(x, 8);
        return this.#merged(x, this.#dense(x, x.shape[1]!));
      case 5: {
        this.#note('Concatenate');
        return layers.Concatenate()([x, this.#dense(x, this.between(1, 9)), x]);
      }
      default:
        return this.#elementwise(x);
    }
  }

  #dense(x: Tensor, units: number): Tensor {
    const activation = this.pick(ACTIVATIONS);
    const use_bias = !this.chance(4);
    this.#note(`Dense ${units} ${activation}${use_bias ? '' : ' no bias'}`);
    return layers.Dense(units, { activation, use_bias, ...this.#regular() })(x);
  }

  #head(x: Tensor, samples: number) {
    const kind = this.#random(5);
    if (kind <= 1) return this.#classes(x, samples);
    if (kind === 2) return this.#twoClasses(x, samples);
    return this.#regression(x, samples);
  }

  #classes(x: Tensor, samples: number) {
    const classes = this.between(2, 12);
    const isSparse = this.chance(2);
    const from_logits = this.chance(3);
    const output = layers.Dense(classes, from_logits ? {} : { activation: 'softmax' })(x);
    const labels = Int32Array.from({ length: samples }, () => this.#random(classes));
    const ones = new Float32Array(samples * classes);
    labels.forEach((label, row) => (ones[row * classes + label] = 1));
    this.#note(`${classes} classes${isSparse ? ', sparse' : ''}${from_logits ? ', logits' : ''}`);
    return {
      output,
      y: isSparse
        ? new NDArray(labels, [samples], 'int32')
        : new NDArray(ones, [samples, classes], 'float32'),
      loss: isSparse
        ? losses.SparseCategoricalCrossentropy({ from_logits })
        : losses.CategoricalCrossentropy({ from_logits, label_smoothing: this.pick([0, 0.1]) }),
      metric: ['accuracy', ...(isSparse ? ['sparse_top_k_categorical_accuracy'] : ['mae'])],
    };
  }

  #twoClasses(x: Tensor, samples: number) {
    const from_logits = this.chance(2);
    const output = layers.Dense(1, from_logits ? {} : { activation: 'sigmoid' })(x);
    const labels = Uint8Array.from({ length: samples }, () => this.#random(2));
    this.#note(`two classes${from_logits ? ', logits' : ''}`);
    return {
      output,
      y: new NDArray(labels, [samples, 1], 'uint8'),
      loss: losses.BinaryCrossentropy({ from_logits }),
      metric: from_logits ? ['mse'] : [metrics.AUC(), metrics.Precision(), metrics.Recall()],
    };
  }

  #regression(x: Tensor, samples: number) {
    const loss = this.pick([
      'mse',
      'mae',
      'huber',
      'log_cosh',
      'msle',
      'poisson',
      'cosine_similarity',
      'kl_divergence',
      'hinge',
      'squared_hinge',
    ]);
    const isPositive = ['msle', 'poisson', 'kl_divergence'].includes(loss);
    const units = this.between(1, 6);
    this.#note(`${loss} of ${units}`);
    const output = layers.Dense(units, isPositive ? { activation: 'softplus' } : {})(x);
    const y = this.#numbers([samples, units], isPositive ? 0.1 : -1, 1);
    return { output, y, loss, metric: ['mae', 'mse'] };
  }

  #optimizer() {
    const learning_rate = 0.02;
    const clip = this.pick([
      {},
      {},
      {},
      { clipnorm: 0.5 },
      { clipvalue: 0.1 },
      { global_clipnorm: 1 },
    ]);
    const decay = this.pick([{}, {}, { weight_decay: 0.05 }]);
    const rest = { learning_rate, ...clip, ...decay };
    // With Keras's own epsilon, gradients that are zero but for rounding would become whole steps.
    const epsilon = 1e-3;
    const choices = [
      () => optimizers.SGD({ ...rest }),
      () => optimizers.SGD({ ...rest, momentum: 0.9, nesterov: this.chance(2) }),
      () =>
        optimizers.RMSprop({
          ...rest,
          epsilon,
          centered: this.chance(2),
          momentum: this.pick([0, 0.5]),
        }),
      () => optimizers.Adam({ ...rest, epsilon }),
      () => optimizers.AdamW({ ...rest, epsilon }),
    ];
    const optimizer = this.pick(choices)();
    this.#note(`${optimizer.name} ${JSON.stringify({ ...clip, ...decay })}`);
    return optimizer;
  }
}
