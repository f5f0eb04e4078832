/** Addresses inside the app live in the hash, so that any static server will do: `#/1-a-model-to-deploy/the-data`. */
export interface Route {
  /** Undefined = the start. */
  readonly slug: string | undefined;
  /** Id of a heading or a cell in the lesson. */
  readonly anchor: string | undefined;
}

/** The page that is no lesson. */
export const LAB_ROUTE = 'device-lab';

/** The number in front of the slug is for people; lessons may be renumbered. */
export function parseRoute(hash: string): Route {
  const match = /^#\/(?:\d+-)?([^/]+)(?:\/(.+))?$/.exec(hash);
  return { slug: match?.[1], anchor: match?.[2] && decode(match[2]) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
