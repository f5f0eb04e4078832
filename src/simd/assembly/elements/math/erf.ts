/**
 * The error function, four at a time. Method: an odd polynomial up to 1; beyond, 1 - exp(p(|x|)), p a polynomial for the
 * logarithm of the complement. Both are fitted for the least largest error, 1e-9.
 */
import { madd } from '../../fused';
import { exp4 } from './exp';

// @ts-ignore: decorator
@inline
function near(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = madd(z, f32x4.splat(7.889119297033176e-5), f32x4.splat(-0.0008020841050893068));
  p = madd(z, p, f32x4.splat(0.005189535208046436));
  p = madd(z, p, f32x4.splat(-0.026854444295167923));
  p = madd(z, p, f32x4.splat(0.11283600330352783));
  p = madd(z, p, f32x4.splat(-0.3761262595653534));
  p = madd(z, p, f32x4.splat(0.1283791065216064));
  return madd(x, p, x);
}

// @ts-ignore: decorator
@inline
function far(a: v128): v128 {
  let p = madd(a, f32x4.splat(0.000191505067050457), f32x4.splat(-0.002999549265950918));
  p = madd(a, p, f32x4.splat(0.022052031010389328));
  p = madd(a, p, f32x4.splat(-0.1035669595003128));
  p = madd(a, p, f32x4.splat(-0.6375999450683594));
  p = madd(a, p, f32x4.splat(-1.1274261474609375));
  p = madd(a, p, f32x4.splat(-0.0002564363239798695));
  return f32x4.sub(f32x4.splat(1), exp4(p));
}

/** Within 2 ulp. */
// @ts-ignore: decorator
@inline
export function erf4(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const a = f32x4.min(f32x4.abs(x), f32x4.splat(4));
  return v128.bitselect(near(x), v128.or(far(a), sign), f32x4.lt(a, f32x4.splat(1)));
}
