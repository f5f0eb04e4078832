/** Requests that run a model, status and metadata. */
import { ask, equal, get, includes, isError, isJson, post } from '../assertions';
import type { Bench, Case, CaseGroup, Sent } from '../bench';
import metadata from '../../../fixtures/serving/metadata.json' with { type: 'json' };
import { HP2 } from './everything';

/** @param suffix after the model's name: `/versions/123:predict` */
function answers(row: number, model: string, suffix: string, body: string, wanted: unknown): Case {
  return {
    row,
    title: `${suffix} ${body}`,
    check: async (bench) => isJson(await post(bench, `/v1/models/${model}${suffix}`, body), wanted),
  };
}

function refuses(row: number, body: Sent['body'], message: string): Case {
  return {
    row,
    title: `refuses ${String(body) || 'an empty body'}`,
    check: async (bench) =>
      isError(await post(bench, `/v1/models/${HP2}:predict`, body), 400, message),
  };
}

const available = (version: string) => ({
  version,
  state: 'AVAILABLE',
  status: { error_code: 'OK', error_message: '' },
});

async function isStatus(bench: Bench, target: string, ...versions: string[]): Promise<void> {
  isJson(await get(bench, target), { model_version_status: versions.map(available) });
}

function modelMetadata(row: number, model: string): Case {
  return {
    row,
    title: `metadata of ${model}`,
    check: async (bench) =>
      isJson(await get(bench, `/v1/models/${model}/metadata`), {
        model_spec: { name: model, version: '123', signature_name: '' },
        metadata: { signature_def: { signature_def: metadata.half_plus_two } },
      }),
  };
}

const CLASSIFY = (x: string) => `{"signature_name": "classify_x_to_y", "examples": [{"x": ${x}}]}`;
const REGRESS = (x: string) => `{"signature_name": "regress_x_to_y", "examples": [{"x": ${x}}]}`;

export const endToEnd: CaseGroup = {
  title: 'end to end',
  cases: [
    {
      row: 24,
      title: 'status of two versions, the higher one first',
      check: (bench) => isStatus(bench, '/v1/models/test_model', '124', '123'),
    },
    answers(25, HP2, ':predict', '{"instances": [[1.0, 2.0], [3.0, 4.0]]}', {
      predictions: [
        [2.5, 3],
        [3.5, 4],
      ],
    }),
    answers(26, HP2, '/versions/123:predict', '{"instances": [1.0, 2.0]}', {
      predictions: [2.5, 3],
    }),
    answers(27, HP2, '/labels/Version_Label:predict', '{"instances": [1.0, 2.0]}', {
      predictions: [2.5, 3],
    }),
    answers(
      28,
      HP2,
      '/versions/123:predict',
      '{"signature_name": "serving_default", "instances": [3.0, 4.0]}',
      { predictions: [3.5, 4] },
    ),
    answers(
      29,
      HP2,
      '/versions/123:predict',
      '{"signature_name": "serving_default", "inputs": [3.0, 4.0]}',
      { outputs: [3.5, 4] },
    ),
    answers(30, 'default', ':predict', '{"instances": [2.0, 3.0, 4.0]}', {
      predictions: [3, 3.5, 4],
    }),
    answers(31, 'default', ':predict', '{"inputs": [2.0, 3.0, 4.0]}', { outputs: [3, 3.5, 4] }),
    refuses(32, '', 'JSON Parse error: The document is empty'),
    refuses(33, 'instances = [1, 2]', 'JSON Parse error: Invalid value. at offset: 0'),
    refuses(
      34,
      '{"instances": ["x", "y"]}',
      `Failed to process element: 0 of 'instances' list. Error: INVALID_ARGUMENT: JSON Value: "x" Type: String is not of expected type: float`,
    ),
    answers(35, HP2, ':regress', REGRESS('80.0'), { results: [42] }),
    answers(35, HP2, '/versions/123:regress', REGRESS('80.0'), { results: [42] }),
    answers(35, HP2, '/labels/Version_Label:regress', REGRESS('80.0'), { results: [42] }),
    answers(36, HP2, ':classify', CLASSIFY('20.0'), { results: [[['', 12]]] }),
    answers(37, HP2, '/labels/Version_Label:classify', CLASSIFY('10.0'), { results: [[['', 7]]] }),
    answers(38, 'default', ':classify', CLASSIFY('2.0'), { results: [[['', 3]]] }),
    answers(39, 'default', ':regress', REGRESS('2.0'), { results: [3] }),
    {
      row: 40,
      title: 'status of one version',
      check: async (bench) => {
        await isStatus(bench, `/v1/models/${HP2}`, '123');
        await isStatus(bench, `/v1/models/${HP2}/versions/123`, '123');
      },
    },
    modelMetadata(41, HP2),
    modelMetadata(42, 'default'),
    {
      row: 43,
      title: 'metrics',
      check: async (bench) => {
        const answer = await ask(bench, { target: '/monitoring/prometheus/metrics' });
        equal('status', answer.status, 200);
        equal('content type', answer.contentType, 'text/plain');
        includes('metrics', answer.text, '# TYPE ');
      },
    },
  ],
};
