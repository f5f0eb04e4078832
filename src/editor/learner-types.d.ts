/** Made by scripts/learner-types-plugin. */
declare module 'virtual:learner-types' {
  /** Path below the package `slipway` → declarations; `index.d.ts` is its entrance: one `export { … } from …`. */
  export const files: Readonly<Record<string, string>>;
}
