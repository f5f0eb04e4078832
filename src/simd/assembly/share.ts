/** Which part of some work a thread has. */

/** First of `count` units that belongs to this thread; the next thread's first is the end of its share. */
// @ts-ignore: decorator
@inline
export function shareStart(count: i32, thread: i32, threads: i32): i32 {
  return <i32>(<i64>count * thread / threads);
}
