import { expect, test } from 'vitest';
import { createEndpointClient, isHostAt } from './serving-endpoint';
import { encodeMessage } from './serving-wire';

const ENDPOINT = 'https://course.example/slipway-serving/';
const ended = () => Promise.reject(new TypeError('Failed to fetch'));
const answer = async (value: unknown) => new Response(encodeMessage({ value }));

test('a call that was cut off is made again where that does no harm, and there only', async () => {
  const asked: string[] = [];
  const ask = (address: string) => {
    asked.push(address.slice(ENDPOINT.length));
    return asked.length % 2 === 1 ? ended() : answer([]);
  };
  const client = createEndpointClient(ENDPOINT, ask);
  expect(await client.containers()).toEqual([]);
  expect(asked).toEqual(['containers', 'containers']);
  await expect(client.kill('web')).rejects.toThrow('Failed to fetch');
  expect(asked).toEqual(['containers', 'containers', 'kill']);
});

test('a call that is cut off again and again fails', async () => {
  const client = createEndpointClient(ENDPOINT, ended);
  await expect(client.containers()).rejects.toThrow('Failed to fetch');
});

test('a host is only where a service worker answers that sees the files of pages', async () => {
  const at = (response: () => Promise<Response>) => isHostAt(ENDPOINT, response);
  expect(await at(async () => new Response('opfs'))).toBe(true);
  expect(await at(async () => new Response('memory'))).toBe(false);
  expect(await at(async () => new Response('opfs', { status: 404 }))).toBe(false);
  expect(await at(ended)).toBe(false);
});
