/**
 * The availability-preserving policy: the new version first, the old one only once a wanted version is ready, so that a
 * model which can be served is served at any moment.
 */

export interface VersionView {
  readonly version: bigint;
  readonly state: 'new' | 'loading' | 'ready' | 'quiescing' | 'disabled' | 'error';
  /** The source wants it served. */
  readonly wanted: boolean;
}

interface PolicyAction {
  readonly action: 'load' | 'unload';
  readonly version: bigint;
}

/** The one next thing to do about one model's versions; undefined when there is none. */
export function nextAction(versions: readonly VersionView[]): PolicyAction | undefined {
  const ready = versions.filter(({ state }) => state === 'ready');
  const unwantedReady = ready.filter(({ wanted }) => !wanted);
  const mayUnload =
    !versions.some(({ wanted }) => wanted) ||
    ready.some(({ wanted }) => wanted) ||
    unwantedReady.length > 1;
  const lowest = extreme(unwantedReady, (a, b) => a < b);
  if (mayUnload && lowest !== undefined) return { action: 'unload', version: lowest };
  const fresh = versions.filter(({ state, wanted }) => wanted && state === 'new');
  const highest = extreme(fresh, (a, b) => a > b);
  return highest === undefined ? undefined : { action: 'load', version: highest };
}

function extreme(
  versions: readonly VersionView[],
  isBetter: (a: bigint, b: bigint) => boolean,
): bigint | undefined {
  let best: bigint | undefined;
  for (const { version } of versions) {
    if (best === undefined || isBetter(version, best)) best = version;
  }
  return best;
}
