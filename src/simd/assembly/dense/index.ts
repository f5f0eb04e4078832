/** Runs one instruction of this family. */
export function denseStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  unreachable();
}
