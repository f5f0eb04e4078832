/**
 * Memory below the heap. Addresses and sizes in bytes. From `Start` to `End` lies what one instruction leaves to the
 * next: it holds nothing beyond that. Behind it each of up to `MostThreads` threads has `OwnBytes` of its own, for the
 * time of one instruction.
 */
export enum Scratch {
  Start = 4096,
  End = 32768,
  OwnBytes = 458752,
  MostThreads = 8,
  /** `End + MostThreads * OwnBytes` */
  Heap = 3702784,
}
