/**
 * Words that the sparse ways back share: image tensor, gradient, images, out channels, image rows, bytes of an image
 * row, bytes of an output image, bytes of a buffer row, bytes of the buffer or 0 if images are used where they are,
 * where in the buffer an image starts, output rows, output columns, bytes in the buffer from output row to output row
 * and from column to column, runs of a kernel row, kernel rows, bytes from run to run and from kernel row to kernel
 * row, vectors of a run.
 */
import { scratchOf } from '../../layout';

/** Bytes of these words. */
// @ts-ignore: decorator
@inline export const SHARED: usize = 76;

// @ts-ignore: decorator
@inline
export function images(args: usize): i32 {
  return load<i32>(args, 8);
}
// @ts-ignore: decorator
@inline
export function outChannels(args: usize): i32 {
  return load<i32>(args, 12);
}
// @ts-ignore: decorator
@inline
export function isInPlace(args: usize): bool {
  return load<i32>(args, 32) == 0;
}
// @ts-ignore: decorator
@inline
export function outRows(args: usize): i32 {
  return load<i32>(args, 40);
}
// @ts-ignore: decorator
@inline
export function outColumns(args: usize): i32 {
  return load<i32>(args, 44);
}
// @ts-ignore: decorator
@inline
export function rowStep(args: usize): i32 {
  return load<i32>(args, 48);
}
// @ts-ignore: decorator
@inline
export function columnStep(args: usize): i32 {
  return load<i32>(args, 52);
}
// @ts-ignore: decorator
@inline
export function runsPerRow(args: usize): i32 {
  return load<i32>(args, 56);
}
// @ts-ignore: decorator
@inline
export function kernelRows(args: usize): i32 {
  return load<i32>(args, 60);
}
// @ts-ignore: decorator
@inline
export function runStep(args: usize): usize {
  return <usize>load<i32>(args, 64);
}
// @ts-ignore: decorator
@inline
export function kernelRowStep(args: usize): usize {
  return <usize>load<i32>(args, 68);
}
// @ts-ignore: decorator
@inline
export function vectors(args: usize): i32 {
  return load<i32>(args, 72);
}

export function imageAt(args: usize, image: i32): usize {
  return <usize>(load<i32>(args) + image * imageBytes(args));
}
export function imageBytes(args: usize): i32 {
  return load<i32>(args, 16) * load<i32>(args, 20);
}
export function gradientAt(args: usize, image: i32): usize {
  return <usize>(load<i32>(args, 4) + image * load<i32>(args, 24));
}

/** The thread's room for lists, behind its buffer. */
export function listsOf(args: usize, thread: i32): usize {
  return scratchOf(thread) + ((<usize>load<i32>(args, 32) + 15) & ~15);
}

/** Where the first window of an image starts: in the image itself or in the thread's buffer. */
export function windowsOf(args: usize, image: i32, thread: i32): usize {
  return isInPlace(args) ? imageAt(args, image) : scratchOf(thread);
}

export function clearBuffer(args: usize, thread: i32): void {
  memory.fill(scratchOf(thread), 0, <usize>load<i32>(args, 32));
}

export function copyIntoBuffer(args: usize, image: i32, thread: i32): void {
  copyRows(
    imageAt(args, image),
    load<i32>(args, 20),
    scratchOf(thread) + <usize>load<i32>(args, 36),
    load<i32>(args, 28),
    load<i32>(args, 16),
    load<i32>(args, 20),
  );
}

export function copyOutOfBuffer(args: usize, image: i32, thread: i32): void {
  copyRows(
    scratchOf(thread) + <usize>load<i32>(args, 36),
    load<i32>(args, 28),
    imageAt(args, image),
    load<i32>(args, 20),
    load<i32>(args, 16),
    load<i32>(args, 20),
  );
}

function copyRows(from: usize, fromRow: i32, to: usize, toRow: i32, rows: i32, bytes: i32): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, bytes);
    from += fromRow;
    to += toRow;
  }
}
