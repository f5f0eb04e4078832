/** One program on one tfjs backend: variables, slots and totals live on the device from open to close. */
import * as tf from '@tensorflow/tfjs-core';
import { PyRuntimeError } from '#errors';
import type { TensorRef } from '#graph';
import { NDArray, type DType } from '#tensor';
import type { Program, Session, SessionState } from '../backend';
import { BoundArrays, checkWhole } from '../feeds';
import { RandomSource } from '../random';
import { rowFeeds, wholeFeeds } from './batches';
import { Executor, type RunResult } from './executor';
import { backpropagate } from './gradients';
import { Optimizer } from './optimizers/optimizer';
import { assignments, type Plan, planGraph } from './plan';
import { Totals } from './totals';
import { download } from './transfer';
import { DeviceVariables } from './variables';

/** What a session asks of its backend. */
export interface SessionHost {
  /** Makes the backend tfjs's current one, runs the work, and turns a device loss into a `DeviceLostError`. */
  guard<T>(work: () => T | Promise<T>): Promise<T>;
  /** As `guard` for work that cannot wait. */
  use<T>(work: () => T): T;
  /** Resolves when the device has done what was queued so far; undefined when it computes at once. */
  settle?: (() => Promise<void>) | undefined;
}

export class TfjsSession implements Session {
  readonly #host: SessionHost;
  readonly #program: Program;
  readonly #executor: Executor;
  readonly #random: RandomSource;
  readonly #optimizer: Optimizer | undefined;
  readonly #variables: DeviceVariables;
  readonly #bound: BoundArrays;
  readonly #totals: Totals;
  readonly #stepPlan: Plan;
  readonly #fetchPlan: Plan;
  readonly #runPlan: Plan;
  #queued: Promise<void> | undefined;
  #isClosed = false;

  /** @throws NotImplementedError, ValueError when the optimizer or the state does not fit */
  constructor(host: SessionHost, program: Program, state: SessionState, seed: number) {
    const { graph, training, totals, fetches, feeds } = program;
    const nodesOf = (refs: readonly TensorRef[]) => refs.map(({ node }) => node);
    this.#host = host;
    this.#program = program;
    this.#random = new RandomSource(seed);
    this.#executor = new Executor(graph, this.#random);
    this.#optimizer = training && new Optimizer(training.optimizer);
    this.#bound = new BoundArrays(feeds);
    this.#totals = new Totals(totals);
    const loss = training ? [training.loss.node] : [];
    this.#stepPlan = planGraph(
      graph,
      [...nodesOf(totals), ...loss, ...assignments(graph)],
      training && { loss: training.loss.node, trainable: training.trainable },
    );
    this.#fetchPlan = planGraph(graph, nodesOf(fetches));
    this.#runPlan = planGraph(graph, [...nodesOf(fetches), ...assignments(graph)]);
    this.#variables = new DeviceVariables(program);
    this.#variables.write(state);
  }

  bind(arrays: readonly NDArray[]): void {
    this.#bound.bind(arrays);
  }

  async step(rows: Uint32Array): Promise<void> {
    await this.#run(() => {
      tf.tidy(() => this.#step(rows));
      const before = this.#queued;
      this.#queued = this.#host.settle?.();
      return before;
    });
  }

  fetch(rows: Uint32Array): Promise<NDArray[]> {
    return this.#run(() => this.#toHost(() => this.#fetch(rows)));
  }

  run(arrays: readonly NDArray[]): Promise<NDArray[]> {
    return this.#run(() => this.#toHost(() => this.#runWhole(arrays)));
  }

  readTotals(): Promise<NDArray[]> {
    return this.#run(() => this.#totals.read());
  }

  clearTotals(): void {
    this.#host.use(() => this.#totals.clear());
  }

  setLearningRate(value: number): void {
    if (this.#optimizer) this.#optimizer.rate = value;
  }

  readState(): Promise<SessionState> {
    return this.#run(() => this.#variables.read());
  }

  writeState(state: SessionState): void {
    this.#host.use(() => this.#variables.write(state));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#host.use(() => {
      this.#executor.dispose();
      this.#optimizer?.dispose();
      this.#variables.dispose();
      this.#totals.clear();
    });
  }

  #run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(new PyRuntimeError('The session is closed.'));
    return this.#host.guard(work);
  }

  #step(rows: Uint32Array): void {
    this.#random.nextBatch();
    const inputs = { feeds: this.#take(rows), variables: this.#variables.values };
    const result = this.#executor.run(this.#stepPlan, inputs);
    const { training } = this.#program;
    const gradients =
      training && backpropagate(this.#stepPlan, result, training.loss, this.#executor);
    this.#finish(result);
    if (training) this.#train(training.trainable.map((variable) => gradients!.get(variable)));
  }

  #take(rows: Uint32Array) {
    return rowFeeds(this.#program.feeds, this.#bound.arrays, rows);
  }

  /** Adds to the totals and stores what the graph assigned. */
  #finish(result: RunResult): void {
    this.#totals.add(this.#program.totals.map((ref) => result.tensor(ref)));
    this.#assign(result);
  }

  #assign(result: RunResult): void {
    for (const [variable, value] of result.assigned) {
      this.#variables.assign(variable, tf.clone(value));
    }
  }

  #train(gradients: readonly (tf.Tensor | undefined)[]): void {
    const { slots, trainable, iterations } = this.#variables;
    const next = this.#optimizer!.apply({ values: trainable, slots }, gradients, iterations);
    this.#variables.assignTrained(next.values, next.slots);
  }

  #fetch(rows: Uint32Array): Output[] {
    this.#random.nextBatch();
    const inputs = { feeds: this.#take(rows), variables: this.#variables.values };
    return this.#outputs(this.#executor.run(this.#fetchPlan, inputs));
  }

  #runWhole(arrays: readonly NDArray[]): Output[] {
    this.#random.nextBatch();
    checkWhole(arrays, this.#program.feeds);
    const feeds = wholeFeeds(this.#program.feeds, arrays);
    const result = this.#executor.run(this.#runPlan, { feeds, variables: this.#variables.values });
    const outputs = this.#outputs(result);
    this.#assign(result);
    return outputs;
  }

  /** They are kept: a `tidy` around does not free them. */
  #outputs(result: RunResult): Output[] {
    return this.#program.fetches.map((ref) => {
      const value = result.value(ref);
      const dtype = ref.node.outputs[ref.index]!.dtype as DType;
      return { value: value instanceof NDArray ? value : tf.keep(tf.clone(value)), dtype };
    });
  }

  /** Frees everything that the work made on the device, and its outputs when they have arrived. */
  async #toHost(work: () => Output[]): Promise<NDArray[]> {
    let outputs: Output[] = [];
    tf.tidy(() => {
      outputs = work();
    });
    try {
      return await Promise.all(outputs.map(toHost));
    } finally {
      for (const { value } of outputs) if (!(value instanceof NDArray)) value.dispose();
    }
  }
}

interface Output {
  readonly value: tf.Tensor | NDArray;
  readonly dtype: DType;
}

async function toHost({ value, dtype }: Output): Promise<NDArray> {
  return value instanceof NDArray ? value : download(value, dtype);
}
