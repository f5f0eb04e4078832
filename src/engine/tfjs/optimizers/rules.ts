/**
 * Keras 3's update rules (keras/src/optimizers/{sgd,rmsprop,adam,adamw}.py), operation by operation, so that float32
 * results agree.
 */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import type { OptimizerSpec } from '../../backend';
import { numberOf } from '../../optimizers';
import type { Rule } from './rule';

type Config = OptimizerSpec['config'];

/** @throws NotImplementedError for `amsgrad` */
export function ruleFor({ className, config }: OptimizerSpec): Rule {
  switch (className) {
    case 'SGD':
      return numberOf(config, 'momentum', 0) === 0 ? plainSgd : momentumSgd(config);
    case 'RMSprop':
      return rmsprop(config);
    case 'Adam':
    case 'AdamW':
      return adam(config);
  }
}

const plainSgd: Rule = {
  update: (value, gradient, _, { rate }) => ({
    value: tf.sub(value, tf.mul(gradient, rate)),
    slots: [],
  }),
};

function momentumSgd(config: Config): Rule {
  const momentum = numberOf(config, 'momentum', 0);
  return {
    update: (value, gradient, [velocity], { rate, constant }) => {
      const push = tf.mul(gradient, rate);
      const decay = (x: tf.Tensor) => tf.sub(tf.mul(x, constant(momentum)), push);
      const next = decay(velocity!);
      const move = config['nesterov'] === true ? decay(next) : next;
      return { value: tf.add(value, move), slots: [next] };
    },
  };
}

function rmsprop(config: Config): Rule {
  const rho = numberOf(config, 'rho', 0.9);
  const momentum = numberOf(config, 'momentum', 0);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  const isCentered = config['centered'] === true;
  const hasMomentum = momentum > 0;
  return {
    update: (value, gradient, slots, { rate, constant }) => {
      const average = (old: tf.Tensor, now: tf.Tensor) =>
        tf.add(tf.mul(constant(rho), old), tf.mul(constant(1 - rho), now));
      const velocity = average(slots[0]!, tf.square(gradient));
      const next = [velocity];
      const mean = isCentered ? average(slots.at(-1)!, gradient) : undefined;
      const spread = mean ? tf.sub(velocity, tf.square(mean)) : velocity;
      const root = tf.sqrt(tf.add(spread, constant(epsilon)));
      let move: tf.Tensor = tf.div(tf.mul(rate, gradient), root);
      if (hasMomentum) {
        move = tf.add(tf.mul(constant(momentum), slots[1]!), move);
        next.push(move);
      }
      if (mean) next.push(mean);
      return { value: tf.sub(value, move), slots: next };
    },
  };
}

function adam(config: Config): Rule {
  if (config['amsgrad'] === true) {
    throw new NotImplementedError('Adam with amsgrad=True cannot train here.', {
      hint: 'Compile with amsgrad: false.',
    });
  }
  const beta1 = numberOf(config, 'beta_1', 0.9);
  const beta2 = numberOf(config, 'beta_2', 0.999);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  return {
    update: (value, gradient, [m, v], { factor, constant }) => {
      const towards = (old: tf.Tensor, now: tf.Tensor, beta: number) =>
        tf.add(old, tf.mul(tf.sub(now, old), constant(1 - beta)));
      const nextM = towards(m!, gradient, beta1);
      const nextV = towards(v!, tf.square(gradient), beta2);
      const move = tf.div(tf.mul(nextM, factor), tf.add(tf.sqrt(nextV), constant(epsilon)));
      return { value: tf.sub(value, move), slots: [nextM, nextV] };
    },
  };
}
