/** Between the model's host variables and a session's state. */
import type { Program, SessionState } from '#engine';
import type { NDArray } from '#tensor';
import type { Optimizer } from '../optimizers';
import type { KerasVariable } from '../variable';

/** What a session starts from: the variables' values and, if it trains, the optimizer's steps and slots. */
export function hostState(program: Program, optimizer?: Optimizer): SessionState {
  const trainable = program.training?.trainable;
  const isTraining = trainable !== undefined && optimizer !== undefined;
  return {
    variables: hostValues(program),
    iterations: isTraining ? optimizer.iterations : 0,
    slots: isTraining ? optimizer.slotsFor(trainable) : [],
  };
}

/** The host values of the program's variables, in its order. */
export function hostValues({ graph }: Program): NDArray[] {
  return graph.variables.map((variable) => (variable as KerasVariable).value);
}

/** Makes the model's variables and the optimizer what the session was at its reading. */
export function keepOnHost(program: Program, state: SessionState, optimizer: Optimizer): void {
  program.graph.variables.forEach((variable, i) => {
    (variable as KerasVariable).assign(state.variables[i]!);
  });
  optimizer.assign(program.training!.trainable, state.iterations, state.slots);
}
