/** Every error that the real server's own tests know, and what the panel says about it. */
import { readFile } from 'node:fs/promises';
import type { ContainerInfo, LogLine, RequestRecord } from '#protocol';
import { describe, expect, test } from 'vitest';
import { HostBench } from '../../../../../tests/conformance/serving/host-bench';
import { openNodeTransport } from '../../../../../tests/conformance/serving/node-transport';
import { runTable } from '../../../../../tests/conformance/serving/table';
import shapes from '../../../../../tests/fixtures/serving/wrong_shapes.json?raw';
import { explainAnswer, explainContainer, explainMessage } from './index';
import { CELLS, linkTo, type Place } from './rule';

const GENERAL = /The message is the graph’s own/;

test('every error answer of the conformance table is explained', async () => {
  const server = openNodeTransport();
  const records = new Map<string, RequestRecord>();
  let cursor = 0;
  const elapse = server.elapse.bind(server);
  const collect = async () => {
    const changes = await server.host.changes(cursor);
    cursor = changes.cursor;
    for (const each of changes.requests) records.set(`${each.error} ${each.status}`, each);
  };
  const send = server.send.bind(server);
  await runTable(
    new HostBench({
      ...server,
      elapse,
      async send(request) {
        const answer = await send(request);
        await collect();
        return answer;
      },
    }),
  );
  const errors = [...records.values()].filter(({ status }) => status >= 400);
  expect(errors.length).toBeGreaterThan(40);
  const poor = errors.filter((each) => {
    const found = explainAnswer(each);
    return !found || GENERAL.test(found.why);
  });
  expect(poor.map(({ error, status }) => `${status} ${error}`)).toEqual([]);
}, 120_000);

test('every wrong shape that the real runtime refuses is explained', () => {
  const cases = JSON.parse(shapes) as { readonly error?: string }[];
  const errors = cases.flatMap(({ error }) => error ?? []);
  expect(errors.length).toBeGreaterThan(8);
  expect(errors.filter((error) => !explainMessage(error))).toEqual([]);
});

describe('what is said', () => {
  test.each<[message: string, said: string, place: Place]>([
    ['Malformed request: POST /v1/models/m:predict?x=1', 'Leave the query out', 'status'],
    ['Malformed request: PUT /v1/models/m', 'You sent PUT', 'predict'],
    ['Malformed request: POST /v1/models/m%3Apredict', 'encoded as %3A', 'predict'],
    ['Malformed request: GET /v1/models/m/', 'slash at the end', 'status'],
    ['Malformed request: POST /v1/models/m:PREDICT', 'no verb :PREDICT', 'predict'],
    ['Malformed request: GET /v1/models/m:predict', 'with POST', 'predict'],
    ['Malformed request: POST /v1/models/m', 'without a verb', 'predict'],
    ['Servable not found for request: Latest(fashion)', 'called fashion is loaded', 'serve'],
    ['Servable not found for request: Specific(m, 7)', 'Version 7 of m is not', 'labels'],
    ['Unrecognized servable version label: Stable', 'the label Stable', 'labels'],
    ['Could not find version 3 of model m', 'a version 3 of m', 'status'],
    ['Serving signature name: "s" not found in signature def', 'no signature s', 'metadata'],
    ['JSON Parse error: The document is empty', 'has no body', 'predict'],
    ['JSON Parse error: Invalid value. at offset: 0', 'does not begin as JSON', 'curl'],
    [
      "Failed to process element: 0 of 'instances' list. Error: INVALID_ARGUMENT: JSON Value: null Type: Null is not of expected type: float",
      'null is no float',
      'predict',
    ],
    [
      "Failed to process element: 0 key: 0 of 'instances' list. Error: INVALID_ARGUMENT: JSON object: does not have named input: 0",
      'typed array',
      'predict',
    ],
    [
      "Failed to process element: 1 of 'instances' list. Error: INVALID_ARGUMENT: Expecting tensor size: 2 but got: 3",
      'This row has 3 values, and row 0 has 2',
      'flat',
    ],
    [
      'Input to reshape is a tensor with 784 values, but the requested shape has 614656\n\t [[{{node a}}]]',
      '784 values as if it were 784 rows',
      'flat',
    ],
    [
      'Input to reshape is a tensor with 784 values, but the requested shape has 21952',
      'one example without brackets',
      'flat',
    ],
    [
      'Input to reshape is a tensor with 783 values, but the requested shape has 784',
      'reshapes your 783 values, and needs 784',
      'flat',
    ],
    [
      "Name: <unknown>, Key: x, Index: 0.  Data types don't match. Data type: int64 but expected type: float",
      '20.0',
      'request',
    ],
    ['Task size 4 is larger than maximum input batch size 3', 'sent 4 rows', 'serve'],
  ])('%s', (message, said, place) => {
    const found = explainMessage(message);
    expect(found?.why).toContain(said);
    expect(found?.link).toEqual(linkTo(place));
  });

  test('pages without a message', () => {
    const said = (method: string, target: string, status: number) =>
      explainAnswer({ method, target, status })?.why;
    expect(said('GET', '/', 404)).toContain('begins with /v1/models/');
    expect(said('TRACE', '/v1/', 501)).toContain('TRACE');
    expect(said('OPTIONS', '/v1/', 400)).toContain('Origin');
    expect(said('GET', '/v1/models/m/versions/99999999999999999999', 400)).toContain('64-bit');
    expect(said('GET', '/v1/models/a b', 400)).toContain('Encode it');
    expect(said('POST', '/v1/models/m:predict', 200)).toBeUndefined();
  });
});

const container = (more: object) =>
  ({
    state: 'running',
    listening: [8500, 8501],
    spec: { ports: [{ host: 8501, container: 8501 }] },
    ...more,
  }) as unknown as ContainerInfo;

const logOf = (...texts: string[]) => texts.map((text) => ({ text }) as LogLine);

test('a container that answers needs no explanation, and one that was stopped neither', () => {
  expect(explainContainer(container({}), logOf('No versions of servable m'))).toBeUndefined();
  const stopped = container({ state: 'exited', exitCode: 137, listening: [] });
  expect(explainContainer(stopped, logOf('Could not find base path /models/m'))).toBeUndefined();
});

test('a container that waits says for what', () => {
  const waiting = container({ listening: [] });
  const log = logOf(
    'Adding/updating models.',
    "No versions of servable m found under base path /models/m. Did you forget to name your leaf directory as a number (eg. '/1/')?",
  );
  expect(explainContainer(waiting, log)?.why).toContain('In /models/m there is no directory');
  expect(explainContainer(waiting, log)?.link).toEqual(linkTo('lost'));
  expect(explainContainer(waiting, [])?.why).toContain('once the first version has loaded');
});

test('a server that ended says why', () => {
  const ended = container({ state: 'exited', exitCode: 255, listening: [] });
  const log = logOf(
    'Failed to start server. Error: FAILED_PRECONDITION: Request to assign label to version 2 of model m, which is not currently available for inference',
  );
  expect(explainContainer(ended, log)?.why).toContain('Bring version 2 up first');
});

test('ports that are not published, or lead nowhere, are told', () => {
  const none = container({ spec: { ports: [] } });
  expect(explainContainer(none, [])?.why).toContain('no port is published');
  const wrong = container({ spec: { ports: [{ host: 8501, container: 80 }] } });
  expect(explainContainer(wrong, [])?.why).toContain('8500 and 8501');
});

test('every link leads to a cell of the lesson, by its title', async () => {
  const lesson = await readFile('lessons/04-tensorflow-serving/lesson.md', 'utf8');
  const cells = [...lesson.matchAll(/cell id="(.+?)" title="(.+?)"/g)];
  const places = cells.map(([, id, title]) => ({
    href: `#/tensorflow-serving/cell-${id}`,
    text: title,
  }));
  const all = Object.keys(CELLS) as Place[];
  expect(all).toContain('serve');
  for (const place of all) expect(places).toContainEqual(linkTo(place));
});
