/** A shader module: the segments of one dispatch, chosen by the number of the workgroup. */
import type { WorkgroupCount } from '../compile';
import { libraryFor } from './library';
import { countText } from './literals';
import { WORKGROUP } from './gemm';

export interface SegmentText {
  /** Functions that it consists of. */
  readonly text: string;
  /** Name of the one to call with the number of the workgroup among its own, and the thread's. */
  readonly entry: string;
  readonly workgroups: WorkgroupCount;
  /** Vectors of workgroup memory for tiles. */
  readonly tile: number;
  /** Floats of workgroup memory. */
  readonly pool: number;
}

/** @param params declaration of the uniform block */
export function moduleText(segments: readonly SegmentText[], params: string): string {
  const tile = Math.max(0, ...segments.map((segment) => segment.tile));
  const pool = Math.max(0, ...segments.map((segment) => segment.pool));
  const functions = segments.map(({ text }) => text).join('\n');
  return `${params}
@group(0) @binding(0) var<uniform> P: Params;
@group(0) @binding(1) var<storage, read_write> state: array<f32>;
@group(0) @binding(2) var<storage, read_write> work: array<f32>;
@group(0) @binding(3) var<storage, read_write> results: array<f32>;
@group(0) @binding(4) var<storage, read> rows: array<u32>;
@group(0) @binding(5) var<storage, read> data: array<u32>;
${tile > 0 ? `var<workgroup> tile: array<vec4f, ${tile}>;` : ''}
${pool > 0 ? `var<workgroup> pool: array<f32, ${pool}>;` : ''}
${libraryFor(functions)}
${functions}
@compute @workgroup_size(${WORKGROUP})
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) count: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group0 = id.x + id.y * count.x;
${segments.map(callText).join('\n')}
}
`;
}

function callText({ entry, workgroups: { over, per, times } }: SegmentText, n: number): string {
  return `  let end${n} = (${countText(over)} + ${per - 1}u) / ${per}u * ${times}u;
  if (group${n} < end${n}) { ${entry}(group${n}, lane); return; }
  let group${n + 1} = group${n} - end${n};`;
}
