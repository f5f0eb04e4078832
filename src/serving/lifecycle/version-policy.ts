/** Which of the directories below a base path are wanted, by the model's version policy. */
import type { VersionPolicy } from '../config/server-config';

interface WantedVersion {
  readonly version: bigint;
  /** Name of its directory: `00017` for version 17. */
  readonly directory: string;
}

interface WantedVersions {
  readonly versions: readonly WantedVersion[];
  /** As logged, in order. */
  readonly warnings: readonly string[];
}

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** @param children names found below the base path, in any order */
export function wantedVersions(
  model: string,
  children: readonly string[],
  policy: VersionPolicy,
): WantedVersions {
  const warnings: string[] = [];
  const found = directoriesByVersion(children, warnings);
  const ascending = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  const toWanted = ([version, directory]: [bigint, string]) => ({ version, directory });
  switch (policy.kind) {
    case 'all':
      return { versions: ascending.map(toWanted), warnings };
    case 'latest':
      return { versions: ascending.reverse().slice(0, policy.count).map(toWanted), warnings };
    case 'specific': {
      warnings.push(...missing(model, found, policy.versions));
      const versions = ascending.filter(([version]) => policy.versions.includes(String(version)));
      return { versions: versions.map(toWanted), warnings };
    }
    default:
      return policy satisfies never;
  }
}

/** A name that is an int64 in full, leading zeros and a sign included. */
export function versionOf(name: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(name)) return undefined;
  const version = name.startsWith('+') ? BigInt(name.slice(1)) : BigInt(name);
  return version >= SMALLEST && version <= LARGEST ? version : undefined;
}

function directoriesByVersion(children: readonly string[], warnings: string[]) {
  const found = new Map<bigint, string>();
  for (const child of [...new Set(children)].sort(byBytes)) {
    const version = versionOf(child);
    if (version === undefined) continue;
    const other = found.get(version);
    if (other !== undefined) {
      warnings.push(
        `Duplicate version directories detected. Version ${version} will be loaded from ${child}, ${other} will be ignored.`,
      );
    }
    found.set(version, child);
  }
  return found;
}

/** The names that matter are ASCII, where UTF-16 sorts as bytes do. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function missing(
  model: string,
  found: ReadonlyMap<bigint, string>,
  versions: readonly string[],
): string[] {
  if (versions.length === 0) return [`No specific versions requested for servable ${model}.`];
  return [...new Set(versions)]
    .filter((version) => !found.has(BigInt(version)))
    .map(
      (version) =>
        `Version ${version} of servable ${model}, which was requested to be served as a 'specific' version in the servable's version policy, was not found in the file system`,
    );
}
