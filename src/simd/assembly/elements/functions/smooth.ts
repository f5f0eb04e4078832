/**
 * Functions of one value, four at a time. No objects are made of these classes: they are how a kernel is told which
 * function to put into its loop (`changetype<F>(0).value(...)`).
 *
 * `slope(x, y, g, alpha)` is the gradient `g` of `y = value(x, alpha)` times the derivative, in TensorFlow's order.
 */
import { erf4 } from '../math/erf';
import { exp4, expm1x4 } from '../math/exp';
import { cos4, sin4 } from '../math/lanes';
import { log1p4, log4 } from '../math/log';
import { Sign } from './steps';

// @ts-ignore: decorator
@inline
function one(): v128 {
  return f32x4.splat(1);
}

// @ts-ignore: decorator
@unmanaged
export class Abs {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.abs(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(g, changetype<Sign>(0).value(x, alpha));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Cos {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return cos4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.neg(f32x4.mul(g, sin4(x)));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Erf {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return erf4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    const bell = exp4(f32x4.neg(f32x4.mul(x, x)));
    return f32x4.mul(f32x4.mul(g, f32x4.splat(1.1283791670955126)), bell);
  }
}

// @ts-ignore: decorator
@unmanaged
export class Exp {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return exp4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 { return f32x4.mul(g, y); }
}

// @ts-ignore: decorator
@unmanaged
export class Expm1 {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return expm1x4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 { return f32x4.mul(g, exp4(x)); }
}

// @ts-ignore: decorator
@unmanaged
export class Log {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return log4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 { return f32x4.div(g, x); }
}

// @ts-ignore: decorator
@unmanaged
export class Log1p {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return log1p4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.div(g, f32x4.add(x, one()));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Neg {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.neg(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 { return f32x4.neg(g); }
}

// @ts-ignore: decorator
@unmanaged
export class Reciprocal {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.div(one(), x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.neg(f32x4.mul(g, f32x4.mul(y, y)));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Rsqrt {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.div(one(), f32x4.sqrt(x)); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(f32x4.mul(g, f32x4.splat(-0.5)), f32x4.mul(y, f32x4.mul(y, y)));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Sin {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return sin4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 { return f32x4.mul(g, cos4(x)); }
}

// @ts-ignore: decorator
@unmanaged
export class Sqrt {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.sqrt(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.div(f32x4.mul(g, f32x4.splat(0.5)), y);
  }
}

// @ts-ignore: decorator
@unmanaged
export class Square {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.mul(x, x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(g, f32x4.mul(x, f32x4.splat(2)));
  }
}
