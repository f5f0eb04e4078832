/** Ops that hand their input on as it is. */
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
      const fits =
        given.length === wanted.length &&
        wanted.every((dim, axis) => dim === null || dim === given[axis]);
      if (fits) return call.inputs[0]!;
      const printed = wanted.map((dim) => dim ?? '?').join(',');
      throw new ValueError(
        `Shape of tensor ${call.node.name} [${given.join(',')}] is not compatible with expected shape [${printed}].`,
        { place: call.node.name },
      );
    },
  },
};
