/** Why a part of a program has no place in a plan. Caught within this room; what nobody needs does no harm. */
export class NotCovered extends Error {
  override readonly name = 'NotCovered';

  /** @param reason TensorFlow's op name or a short phrase */
  constructor(readonly reason: string) {
    super(reason);
  }
}
