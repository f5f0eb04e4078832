/** Functions of two values, four at a time; flags are 1 and 0. As in `smooth.ts`. */
import { pow4 } from '../math/lanes';

// @ts-ignore: decorator
@inline
function flag(mask: v128): v128 {
  return v128.and(mask, f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
function truth(x: v128): v128 {
  return f32x4.ne(x, f32x4.splat(0));
}

// @ts-ignore: decorator
@unmanaged
export class Add {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.add(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class Sub {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.sub(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class Mul {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class Div {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.div(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class DivNoNan {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return v128.and(f32x4.div(a, b), truth(b)); }
}

// @ts-ignore: decorator
@unmanaged
export class Maximum {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.max(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class Minimum {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.min(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class Pow {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return pow4(a, b); }
}

// @ts-ignore: decorator
@unmanaged
export class SquaredDifference {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return f32x4.mul(f32x4.sub(a, b), f32x4.sub(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class Equal {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.eq(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class NotEqual {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.ne(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class Greater {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.gt(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class GreaterEqual {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.ge(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class Less {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.lt(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class LessEqual {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(f32x4.le(a, b)); }
}

// @ts-ignore: decorator
@unmanaged
export class LogicalAnd {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(v128.and(truth(a), truth(b))); }
}

// @ts-ignore: decorator
@unmanaged
export class LogicalOr {
  // @ts-ignore: decorator
  @inline value(a: v128, b: v128): v128 { return flag(v128.or(truth(a), truth(b))); }
}
