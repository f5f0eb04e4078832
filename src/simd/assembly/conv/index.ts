import { ConvOpcode } from '../../opcodes/conv';
import { correlate } from './correlate';
import { depthwiseCorrelate } from './depthwise-correlate';
import { depthwiseWeightGradient } from './depthwise-weight-gradient';
import { packWeights } from './pack-weights';
import { pool } from './pool';
import { poolGradient } from './pool-gradient';
import { sparseInputGradient } from './sparse/input-gradient';
import { sumTurned } from './sparse/sum-turned';
import { turnWeights } from './sparse/turn-weights';
import { sparseWeightGradient } from './sparse/weight-gradient';
import { sumPartials } from './sum-partials';
import { weightGradient } from './weight-gradient';

/** Runs one instruction of this family. */
export function convStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  switch (opcode) {
    case ConvOpcode.PackWeights:
      return packWeights(args, thread, threads);
    case ConvOpcode.Correlate:
      return correlate(args, thread, threads);
    case ConvOpcode.WeightGradient:
      return weightGradient(args, thread, threads);
    case ConvOpcode.SumPartials:
      return sumPartials(args, thread, threads);
    case ConvOpcode.DepthwiseCorrelate:
      return depthwiseCorrelate(args, thread, threads);
    case ConvOpcode.DepthwiseWeightGradient:
      return depthwiseWeightGradient(args, thread, threads);
    case ConvOpcode.Pool:
      return pool(args, thread, threads);
    case ConvOpcode.PoolGradient:
      return poolGradient(args, thread, threads);
    case ConvOpcode.TurnWeights:
      return turnWeights(args, thread, threads);
    case ConvOpcode.SparseInputGradient:
      return sparseInputGradient(args, thread, threads);
    case ConvOpcode.SparseWeightGradient:
      return sparseWeightGradient(args, thread, threads);
    case ConvOpcode.SumTurned:
      return sumTurned(args, thread, threads);
    default:
      unreachable();
  }
}
