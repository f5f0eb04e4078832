/**
 * Cross-origin isolation, without which a browser lets no threads share memory. The servers of this repository send these
 * headers, and the service worker puts them on what it answers, for hosts that send none.
 *
 * `require-corp` and not `credentialless`, which not every browser knows: the app loads nothing from other origins but by
 * `fetch`, to which the difference means nothing. The last header lets pages that are isolated themselves embed the app.
 */
export const ISOLATION_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
};

/** The response with these headers; itself if it has them, since browsers keep compiled scripts with cached responses. */
export function isolated(response: Response): Response {
  const { status, statusText, body } = response;
  const given = Object.entries(ISOLATION_HEADERS);
  // Status 0: an error, or a redirect that the browser is to follow by itself.
  if (status === 0 || given.every(([name, value]) => response.headers.get(name) === value)) {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of given) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
