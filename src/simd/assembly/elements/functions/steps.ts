/** Functions of one value that are constant in between, four at a time: they have no gradient. As in `smooth.ts`. */

// @ts-ignore: decorator
@unmanaged
export class Ceil {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.ceil(x); }
}

// @ts-ignore: decorator
@unmanaged
export class Floor {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.floor(x); }
}

// @ts-ignore: decorator
@unmanaged
export class LogicalNot {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return v128.and(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(1)); }
}

// @ts-ignore: decorator
@unmanaged
export class Rint {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.nearest(x); }
}

// @ts-ignore: decorator
@unmanaged
export class Trunc {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.trunc(x); }
}

// @ts-ignore: decorator
@unmanaged
export class Truth {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return v128.and(f32x4.ne(x, f32x4.splat(0)), f32x4.splat(1)); }
}

// @ts-ignore: decorator
@unmanaged
export class Sign {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    const signed = v128.or(v128.and(x, i32x4.splat(0x80000000)), f32x4.splat(1));
    return v128.bitselect(signed, x, v128.or(f32x4.lt(x, f32x4.splat(0)), f32x4.gt(x, f32x4.splat(0))));
  }
}
