import type { Image } from '../../reference';

/** A window as instructions take it. @param outside the code of zero */
export function placeOf({ y, x }: Image['window'], channels: number, outside: number) {
  return {
    height: y.input,
    width: x.input,
    channels,
    outHeight: y.output,
    outWidth: x.output,
    filterHeight: y.filter,
    filterWidth: x.filter,
    strideHeight: y.stride,
    strideWidth: x.stride,
    dilationHeight: y.dilation,
    dilationWidth: x.dilation,
    top: y.before,
    left: x.before,
    outside,
  };
}
