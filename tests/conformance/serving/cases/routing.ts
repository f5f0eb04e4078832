/** Paths and methods. */
import { ask, equal, excludes, get, includes, isError, isJson, post } from '../assertions';
import type { Bench, Case, CaseGroup } from '../bench';
import { HP2 } from './everything';

function malformed(row: number, method: string, target: string): Case {
  return {
    row,
    title: `${method} ${target} is malformed`,
    check: async (bench) =>
      isError(await ask(bench, { method, target }), 400, `Malformed request: ${method} ${target}`),
  };
}

async function isHtml(bench: Bench, target: string): Promise<void> {
  const { status, contentType, text } = await get(bench, target);
  equal('status', status, 404);
  equal('content type', contentType, 'text/html');
  includes('body', text, '<TITLE>404 Not Found</TITLE>', '<H1>Not Found</H1>');
  excludes('body', text, '"error"');
}

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const routing: CaseGroup = {
  title: 'routing',
  cases: [
    {
      row: 1,
      title: 'a list of models needs a name',
      check: async (bench) =>
        isError(await get(bench, '/v1/models'), 400, 'Missing model name in request.'),
    },
    {
      row: 2,
      title: 'a path outside /v1/ is an HTML page',
      check: async (bench) => {
        await isHtml(bench, '/statuspage');
        await isHtml(bench, '/index');
      },
    },
    malformed(3, 'GET', '/v1/foo'),
    malformed(4, 'POST', '/v1/foo'),
    malformed(5, 'GET', '/v1/models/debug/model_name'),
    malformed(6, 'POST', '/v1/models'),
    malformed(7, 'GET', '/v1/models/foo:predict'),
    malformed(8, 'GET', '/v1/models/foo/version/50:predict'),
    malformed(9, 'POST', '/v1/models/foo/version/50:regress'),
    malformed(10, 'POST', '/v1/models/foo/versions/HELLO:regress'),
    malformed(11, 'POST', '/v1/models/foo/versions/some_label:regress'),
    malformed(12, 'POST', '/v1/models/foo/label/some_label:regress'),
    malformed(13, 'POST', '/v1/models/foo/metadata'),
    {
      row: 14,
      title: 'names are percent-decoded',
      check: async (bench) =>
        isError(
          await get(
            bench,
            '/v1/models/modelname%21%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3D%3F%40%5B%5D',
          ),
          404,
          "Could not find any versions of model modelname!#$%&'()*+,/:;=?@[]",
        ),
    },
    {
      row: 15,
      title: 'status of a version of a model that is not there',
      check: async (bench) =>
        isError(
          await get(bench, '/v1/models/modelname/versions/99'),
          404,
          'Could not find version 99 of model modelname',
        ),
    },
    {
      row: 16,
      title: 'metadata by a label that is not there',
      check: async (bench) =>
        isError(
          await get(bench, '/v1/models/modelname/labels/latest/metadata'),
          400,
          'Unrecognized servable version label: latest',
        ),
    },
    malformed(17, 'POST', '/v1/models/default:predict?param=value'),
    {
      row: 18,
      title: 'a compressed body',
      check: async (bench) =>
        isJson(
          await ask(bench, {
            method: 'POST',
            target: '/v1/models/default:predict',
            headers: { 'Content-Encoding': 'gzip' },
            body: await gzip('{"instances": [2.0, 3.0, 4.0]}'),
          }),
          { predictions: [3, 3.5, 4] },
        ),
    },
    {
      row: 19,
      title: 'predict on a model that is not there',
      check: async (bench) =>
        isError(
          await post(bench, '/v1/models/foo:predict', '{"instances": [1]}'),
          404,
          'Servable not found for request: Latest(foo)',
        ),
    },
    {
      row: 20,
      title: 'predict on a version that is not there',
      check: async (bench) =>
        isError(
          await post(bench, '/v1/models/foo/versions/50:predict', '{"instances": [1]}'),
          404,
          'Servable not found for request: Specific(foo, 50)',
        ),
    },
    {
      row: 21,
      title: 'a name that only begins like a model',
      check: async (bench) =>
        isError(
          await post(bench, `/v1/models/${HP2}99:predict`, '{"instances": [1]}'),
          404,
          `Servable not found for request: Latest(${HP2}99)`,
        ),
    },
    {
      row: 22,
      title: 'status of a model that is not there',
      check: async (bench) =>
        isError(
          await get(bench, '/v1/models/NAME'),
          404,
          'Could not find any versions of model NAME',
        ),
    },
    {
      row: 23,
      title: 'status of a version that is not there',
      check: async (bench) =>
        isError(
          await get(bench, `/v1/models/${HP2}/versions/7`),
          404,
          `Could not find version 7 of model ${HP2}`,
        ),
    },
  ],
};
