/** Small programs, one for each operation and each of its variants, that every engine runs and trains in the tests. */
import type { SymbolicTensor } from '#graph';
import { GraphBuilder, type GraphVariable, type Shape, type TensorRef } from '#graph';
import type { DType, NDArray } from '#tensor';
import type { OptimizerSpec, Program, SessionState } from '../backend';
import { array, freshState, sgd, variable } from '../testing';
import { wave } from '../testing-models';

export interface PlanCase {
  readonly title: string;
  /** Fetches what the case is about. Where it trains, the loss is its total: a sum of all elements with weights. */
  readonly program: Program;
  readonly state: SessionState;
  /** One batch, whole. */
  readonly feeds: readonly NDArray[];
  /** Whether the loss has the slopes that small steps find: not at corners, and not where dropout draws anew. */
  readonly isSmooth: boolean;
}

export interface CaseOptions {
  readonly optimizer?: OptimizerSpec;
  /** Without gradients: the program only computes. */
  readonly isConstant?: boolean;
  readonly isSmooth?: boolean;
}

/** Samples in the batch of every case. */
export const CASE_BATCH = 3;

/** What the body of a case is built with. */
export class CaseBuilder {
  readonly graph = new GraphBuilder();
  readonly feeds: TensorRef[] = [];
  readonly arrays: NDArray[] = [];
  readonly variables: GraphVariable[] = [];
  readonly values: NDArray[] = [];

  /** A batch of numbers between -0.5 and 0.5, `shape` being that of one sample. */
  input(...shape: readonly number[]): SymbolicTensor {
    return this.feed(shape, wave([CASE_BATCH, ...shape], 0.3 + this.feeds.length));
  }

  /** A batch of class numbers. */
  labels(...values: readonly number[]): SymbolicTensor {
    return this.feed([], array(values, [CASE_BATCH], 'int32'), 'int32');
  }

  feed(shape: Shape, values: NDArray, dtype: DType = 'float32'): SymbolicTensor {
    const name = `input_${this.feeds.length}`;
    const made = this.graph.placeholder(name, { dtype, shape: [null, ...shape] });
    this.feeds.push(made);
    this.arrays.push(values);
    return made;
  }

  /** A trained variable with numbers between -0.5 and 0.5. */
  weight(...shape: readonly number[]): SymbolicTensor {
    return this.variable(wave(shape, 0.7 + this.variables.length));
  }

  /** As `weight`, moved between 0.5 and 1.5. */
  positive(...shape: readonly number[]): SymbolicTensor {
    const values = wave(shape, 0.7 + this.variables.length);
    return this.variable(
      array(
        Array.from(values.data as Float32Array, (value) => value + 1),
        shape,
      ),
    );
  }

  variable(value: NDArray): SymbolicTensor {
    const made = variable(`variable_${this.variables.length}`, value.shape, value.dtype);
    this.variables.push(made);
    this.values.push(value);
    return this.graph.readVariable(made);
  }

  /** Untrained numbers. */
  constant(...shape: readonly number[]): SymbolicTensor {
    return this.graph.constant(wave(shape, 0.9));
  }

  op(
    name: string,
    inputs: Parameters<GraphBuilder['addNode']>[1],
    attrs: Parameters<GraphBuilder['addNode']>[2] = {},
  ): SymbolicTensor {
    return this.graph.addNode(name, inputs, attrs);
  }
}

/** @param body makes the tensor that is looked at */
export function planCase(
  title: string,
  body: (build: CaseBuilder) => SymbolicTensor,
  { optimizer = sgd(1), isConstant = false, isSmooth = true }: CaseOptions = {},
): PlanCase {
  const build = new CaseBuilder();
  const out = body(build);
  const loss = isConstant ? undefined : lossOf(build, out);
  return {
    title,
    program: {
      graph: build.graph.build(),
      feeds: build.feeds,
      fetches: [out],
      totals: loss ? [loss] : [],
      ...(loss ? { training: { loss, optimizer, trainable: build.variables } } : {}),
    },
    state: freshState(...build.values),
    feeds: build.arrays,
    isSmooth: isSmooth && !isConstant,
  };
}

function lossOf({ graph }: CaseBuilder, out: SymbolicTensor): SymbolicTensor {
  const known = out.shape.slice(out.shape[0] === null ? 1 : 0) as number[];
  return out.mul(graph.constant(wave(known, 0.2))).sum();
}
