/** Runs one instruction of this family. */
export function convStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  unreachable();
}
