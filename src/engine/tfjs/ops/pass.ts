/** Ops that hand their input on as it is. */
import { fitsShape, printShape } from '#graph';
import { REFUSED, type OpKernel, type OpTable } from '../call';
import { ValueError } from '#errors';

const pass: OpKernel = {
  run: (call) => call.inputs[0]!,
  kernels: [],
  gradient: ({ dy }) => [() => dy],
};

export const PASS: OpTable = {
  Identity: pass,
  Snapshot: pass,
  /** Numbers are not looked at: that would stall the device. */
  CheckNumerics: pass,
  StopGradient: { run: pass.run, kernels: [] },
  PreventGradient: { run: pass.run, kernels: [], gradient: REFUSED },
  EnsureShape: {
    ...pass,
    run: (call) => {
      const wanted = (call.node.attrs['shape'] as { shape: readonly (number | null)[] }).shape;
      const given = call.shape(0);
      if (fitsShape(given, wanted)) return call.inputs[0]!;
      throw new ValueError(
        `Shape of tensor ${call.node.name} ${printShape(given)} is not compatible with expected shape ${printShape(wanted)}.`,
        { place: call.node.name },
      );
    },
  },
};
