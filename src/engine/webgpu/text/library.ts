/** WGSL functions that the language lacks or has no exact ones for, and the random numbers of `../../random.ts`. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  // Whether an exponential of NaN is NaN differs from GPU to GPU. So does `x != x`, but not `x == x`.
  expOf: `fn expOf(x: f32) -> f32 {
  return select(exp(x), x, !(x == x));
}`,
  expm1Of: `fn expm1Of(x: f32) -> f32 {
  let series = x * (1f + x * (0.5f + x * (0.16666667f + x * (0.041666668f + x * (0.008333334f + x * 0.0013888889f)))));
  return select(expOf(x) - 1f, series, abs(x) < 0.4f);
}`,
  // A GPU's own may overflow, and has few digits near 0.
  tanhOf: `fn tanhOf(x: f32) -> f32 {
  let t = expm1Of(-2f * abs(x));
  let size = -t / (t + 2f);
  return select(-size, size, x >= 0f);
}`,
  // A GPU's logarithm need not know of negative numbers and NaN.
  logOf: `fn logOf(x: f32) -> f32 {
  return select(log(x), P.nan, !(x >= 0f));
}`,
  log1pOf: `fn log1pOf(x: f32) -> f32 {
  let s = x / (2f + x);
  let q = s * s;
  let series = 2f * s * (1f + q * (0.33333334f + q * (0.2f + q * (0.14285715f + q * 0.11111111f))));
  return select(logOf(1f + x), series, abs(x) < 0.5f);
}`,
  softplusOf: `fn softplusOf(x: f32) -> f32 {
  return max(x, 0f) + log1pOf(expOf(-abs(x)));
}`,
  // Below 1 the Maclaurin series, above it Abramowitz and Stegun's formula 7.1.26.
  erfOf: `fn erfOf(x: f32) -> f32 {
  let q = x * x;
  let series = 1.1283792f * x * (1f - q * (0.33333334f - q * (0.1f - q * (0.023809524f - q * (0.0046296297f
    - q * (0.00075757574f - q * (0.00010683761f - q * 0.000013227513f)))))));
  let a = abs(x);
  let t = 1f / (1f + 0.3275911f * a);
  let tail = t * (0.25482959f + t * (-0.28449674f + t * (1.4214137f + t * (-1.453152f + t * 1.0614054f))));
  return select(sign(x) * (1f - tail * expOf(-q)), series, a < 1f);
}`,
  // The rest behind quarter turns, which are taken off in two parts, and Maclaurin series.
  sineOf: `fn sineOf(x: f32, turn: i32) -> f32 {
  let quarters = round(x * 0.63661975f);
  let r = (x - quarters * 1.5703125f) - quarters * 0.00048382679f;
  let q = r * r;
  let s = r * (1f - q * (0.16666667f - q * (0.008333334f - q * (0.0001984127f - q * 0.0000027557319f))));
  let c = 1f - q * (0.5f - q * (0.041666668f - q * (0.0013888889f - q * 0.000024801587f)));
  let place = (i32(quarters) + turn) & 3;
  let value = select(s, c, (place & 1) == 1);
  return select(value, -value, place > 1);
}`,
  powOf: `fn powOf(a: f32, b: f32) -> f32 {
  if (b == 0f) { return 1f; }
  if (b == 1f) { return a; }
  if (b == 2f) { return a * a; }
  if (a == 0f) { return select(0f, 1f / a, b < 0f); }
  let size = pow(abs(a), b);
  if (a > 0f) { return size; }
  if (floor(b) != b) { return P.nan; }
  let isOdd = floor(b * 0.5f) * 2f != b;
  return select(size, -size, isOdd);
}`,
  mixed: `fn mixed(start: u32) -> u32 {
  var word = (start ^ (start >> 16u)) * 0x85ebca6bu;
  word = (word ^ (word >> 13u)) * 0xc2b2ae35u;
  return word ^ (word >> 16u);
}`,
  uniformOf: `fn uniformOf(key: u32, i: u32) -> f32 {
  return f32(mixed(key ^ ((i + 1u) * 0x85ebca77u)) >> 8u) * 0.000000059604645f;
}`,
  byteOf: `fn byteOf(word: u32, place: u32) -> u32 {
  return (word >> ((place & 3u) * 8u)) & 255u;
}`,
};

/** The functions that the text calls, and those that they call. */
export function libraryFor(text: string): string {
  const used = new Set<string>();
  const visit = (caller: string) => {
    for (const name of Object.keys(FUNCTIONS)) {
      if (used.has(name) || !caller.includes(`${name}(`)) continue;
      used.add(name);
      visit(FUNCTIONS[name]!);
    }
  };
  visit(text);
  return [...used].map((name) => FUNCTIONS[name]).join('\n');
}
