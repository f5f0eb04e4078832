/** Activation functions, four at a time, as in `smooth.ts`. */
import { exp4, expm1x4, sigmoid4, tanh4 } from '../math/exp';
import { log1p4 } from '../math/log';

// @ts-ignore: decorator
@inline
function zero(): v128 {
  return f32x4.splat(0);
}

// @ts-ignore: decorator
@inline
function one(): v128 {
  return f32x4.splat(1);
}

/** Constants of https://arxiv.org/abs/1706.02515 as TensorFlow has them. */
const SELU_SCALE: f32 = 1.0507009873554804934;
const SELU_SCALE_ALPHA: f32 = 1.7580993408473768599;

// @ts-ignore: decorator
@unmanaged
export class Elu {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    return v128.bitselect(x, expm1x4(x), f32x4.gt(x, zero()));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.mul(f32x4.add(y, one()), g), g, f32x4.lt(y, zero()));
  }
}

// @ts-ignore: decorator
@unmanaged
export class LeakyRelu {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    return v128.bitselect(x, f32x4.mul(x, alpha), f32x4.gt(x, zero()));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return v128.bitselect(g, f32x4.mul(g, alpha), f32x4.gt(x, zero()));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Relu {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return f32x4.pmax(x, zero()); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return v128.and(g, f32x4.gt(y, zero()));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Relu6 {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, zero()), f32x4.splat(6));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    const inside = v128.and(f32x4.gt(y, zero()), f32x4.lt(y, f32x4.splat(6)));
    return v128.and(g, inside);
  }
}

// @ts-ignore: decorator
@unmanaged
export class Selu {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    const above = f32x4.mul(x, f32x4.splat(SELU_SCALE));
    const below = f32x4.mul(expm1x4(x), f32x4.splat(SELU_SCALE_ALPHA));
    return v128.bitselect(above, below, f32x4.gt(x, zero()));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    const above = f32x4.splat(SELU_SCALE);
    const below = f32x4.add(y, f32x4.splat(SELU_SCALE_ALPHA));
    return f32x4.mul(g, v128.bitselect(below, above, f32x4.lt(y, zero())));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Sigmoid {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return sigmoid4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(g, f32x4.mul(y, f32x4.sub(one(), y)));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Softplus {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.add(f32x4.max(x, zero()), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(g, sigmoid4(x));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Softsign {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.div(x, f32x4.add(one(), f32x4.abs(x)));
  }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    const root = f32x4.add(one(), f32x4.abs(x));
    return f32x4.div(g, f32x4.mul(root, root));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Tanh {
  // @ts-ignore: decorator
  @inline value(x: v128, alpha: v128): v128 { return tanh4(x); }
  // @ts-ignore: decorator
  @inline slope(x: v128, y: v128, g: v128, alpha: v128): v128 {
    return f32x4.mul(g, f32x4.sub(one(), f32x4.mul(y, y)));
  }
}
