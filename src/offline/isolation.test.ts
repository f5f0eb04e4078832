import { expect, test } from 'vitest';
import { isolated, ISOLATION_HEADERS } from './isolation';

test('puts the headers on a response and leaves the rest', async () => {
  const given = new Response('text', { status: 404, headers: { 'content-type': 'text/css' } });
  const response = isolated(given);
  expect(response.status).toBe(404);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/css',
    ...ISOLATION_HEADERS,
  });
  expect(await response.text()).toBe('text');
});

test('what has them, or is an error, stays itself', () => {
  const whole = new Response('', { headers: ISOLATION_HEADERS });
  const failed = Response.error();
  const empty = new Response(null, { status: 204 });
  expect(isolated(whole)).toBe(whole);
  expect(isolated(failed)).toBe(failed);
  expect(isolated(empty).status).toBe(204);
});
