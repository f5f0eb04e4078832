/** Operations of a plan with addresses in the place of tensors and numbers in the place of counts, as writers take them. */
import type { instructions } from '#simd';
import type { Count, DropoutSpec, PlanTensor, Update, Window } from '../plan';

type UpdateRule = instructions.UpdateRule;

/** What the writers of `#simd` are given for a part of a plan. */
export type Placed<T> = T extends PlanTensor | Count
  ? number
  : T extends readonly (infer U)[]
    ? readonly Placed<U>[]
    : T extends object
      ? { readonly [K in Exclude<keyof T, 'stream'>]: Placed<T[K]> } & Extras<T>
      : T;

type Extras<T> = (T extends DropoutSpec ? { readonly key: number } : unknown) &
  (T extends Update ? { readonly rule: UpdateRule; readonly scalars: number } : unknown) &
  (T extends { readonly variable: PlanTensor } ? { readonly count: number } : unknown) &
  (T extends { readonly window: Window } ? { readonly scratch: number } : unknown);

/** Where things lie, and how many there are. */
export interface Addresses {
  tensor(tensor: PlanTensor): number;
  count(count: Count): number;
  /** Of the word that a stream's numbers follow from in this step. */
  key(stream: number): number;
  /** Of the learning rate and the factor of this step. */
  readonly scalars: number;
  readonly rule: UpdateRule | undefined;
  /** Of memory for one operation at a time, as much as the neediest asks for. */
  readonly scratch: number;
}

/**
 * Drops `stream` for its key's address; adds rule and scalars to updates, the size to whatever changes a variable, and
 * scratch memory to whatever has a window.
 */
export function place<T>(value: T, at: Addresses): Placed<T> {
  return placed(value, at) as Placed<T>;
}

function placed(value: unknown, at: Addresses): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => placed(item, at));
  if ('source' in value) return at.tensor(value as PlanTensor);
  if ('isBatched' in value) return at.count(value as Count);
  const fields = Object.entries(value).map(([name, item]) => [name, placed(item, at)]);
  return { ...Object.fromEntries(fields), ...extras(value, at) };
}

interface Special {
  readonly stream?: number;
  readonly slots?: unknown;
  readonly variable?: PlanTensor;
  readonly window?: Window;
}

function extras({ stream, slots, variable, window }: Special, at: Addresses) {
  return {
    ...(stream === undefined ? {} : { key: at.key(stream) }),
    ...(slots ? { rule: at.rule, scalars: at.scalars } : {}),
    ...(variable ? { count: at.count(variable.count) } : {}),
    ...(window ? { scratch: at.scratch } : {}),
  };
}
