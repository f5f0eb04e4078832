/**
 * Memory below the heap for what one instruction leaves to the next: it holds nothing beyond that. Addresses in bytes.
 */
export enum Scratch {
  Start = 4096,
  End = 32768,
}
