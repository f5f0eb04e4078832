/** Classify and regress: JSON examples in, `results` out. */
import { equal, includes, isError, isJson, hasError, post } from '../assertions';
import type { Bench, Case, CaseGroup } from '../bench';
import { decodeExamples, type Features } from '../examples';

/** The features that the graph received, one object per example. */
async function received(bench: Bench, body: string): Promise<readonly Features[]> {
  const answer = await post(bench, '/v1/models/received_examples:classify', body);
  equal(`status of ${answer.text}`, answer.status, 200);
  return decodeExamples(answer.text);
}

/** Both verbs look at the body before anything else. */
function refused(row: number, body: string, message: string): Case {
  return {
    row,
    title: `refuses ${body}`,
    check: async (bench) => {
      for (const verb of ['classify', 'regress']) {
        isError(await post(bench, `/v1/models/received_examples:${verb}`, body), 400, message);
      }
    },
  };
}

const NUMBERS = '{"instances": [1.0]}';

export const examples: CaseGroup = {
  title: 'classify and regress',
  cases: [
    {
      row: 75,
      title: 'strings, floats and integers, in lists or alone',
      check: async (bench) =>
        equal(
          'features',
          await received(
            bench,
            '{"examples": [{"names": ["foo","bar"], "ratings": [8.0, 9.0], "age": 20}, {"names": ["baz"], "ratings": 6.0}]}',
          ),
          [
            { names: ['foo', 'bar'], ratings: [8, 9], age: ['20'] },
            { names: ['baz'], ratings: [6] },
          ],
        ),
    },
    {
      row: 76,
      title: 'a context is merged into each example',
      check: async (bench) =>
        equal(
          'features',
          await received(
            bench,
            '{"context": {"query": "pizza", "location": ["sfo"]}, "examples": [{"names": ["foo", {"b64": "YmFy"}], "ratings": [8.0, NaN, Infinity, -Infinity]}, {"flags": [1, true, false]}]}',
          ),
          [
            {
              query: ['pizza'],
              location: ['sfo'],
              names: ['foo', 'bar'],
              ratings: [8, 'NaN', 'Infinity', '-Infinity'],
            },
            { query: ['pizza'], location: ['sfo'], flags: ['1', '1', '0'] },
          ],
        ),
    },
    {
      row: 77,
      title: 'a signature name that is a list',
      check: async (bench) =>
        hasError(
          await post(
            bench,
            '/v1/models/received_examples:classify',
            '{"signature_name": ["hello"], "examples": [{"names": ["foo","bar"]}]}',
          ),
          400,
          "'signature_name' key must be a string",
        ),
    },
    refused(
      78,
      '{"context": [{"names": ["foo","bar"]}]}',
      'Example must be JSON object but got JSON Array',
    ),
    refused(
      79,
      '{"examples": {"names": ["foo","bar"]}}',
      `JSON Value: {\n    "examples": {\n        "names": ["foo", "bar"]\n    }\n} Expecting 'examples' value to be an list/array`,
    ),
    refused(
      80,
      '{"examples": [[{"names": ["foo","bar"]}]]}',
      'Example must be JSON object but got JSON Array',
    ),
    refused(
      81,
      '{"examples": [{"names": [10, null]}]}',
      'Feature: names has element with unexpected JSON type: Null',
    ),
    refused(
      82,
      '{"examples": [{"names": [10, 10.0]}]}',
      'Unexpected element type in feature: names expecting type: int64',
    ),
    refused(
      83,
      '{"examples": [{"names": [10, {"test": 10}]}]}',
      'Feature: names has element with unexpected JSON type: Object',
    ),
    refused(
      84,
      '{"examples": [{"names": [[10], 20]}]}',
      'Feature: names has element with unexpected JSON type: Array',
    ),
    {
      row: 85,
      title: 'classes with scores',
      check: async (bench) =>
        isJson(
          await post(
            bench,
            '/v1/models/results:classify',
            '{"signature_name": "classify", "examples": [{"a": 1.0}, {"a": 2.0}]}',
          ),
          {
            results: [
              [
                ['car', 0.2],
                ['bike', 0.7],
                ['bus', 0.1],
              ],
              [
                ['car', 0.7],
                ['bike', 0.1],
                ['bus', 0.2],
              ],
            ],
          },
        ),
    },
    {
      row: 86,
      title: 'regressions that are not finite',
      check: async (bench) => {
        const five = Array.from({ length: 5 }, () => '{"a": 1.0}').join(', ');
        const body = `{"signature_name": "regress", "examples": [${five}]}`;
        const { text } = await post(bench, '/v1/models/results:regress', body);
        includes('body', text, '"results": [0.2, Infinity, 1.0, -Infinity, NaN]');
      },
    },
    {
      row: 87,
      title: 'no results are never answered: a request without examples is refused before',
      check: async (bench) => {
        for (const verb of ['classify', 'regress']) {
          hasError(
            await post(bench, `/v1/models/results:${verb}`, '{"examples": []}'),
            400,
            "'examples' value is an empty array",
          );
        }
        hasError(await post(bench, '/v1/models/results:classify', NUMBERS), 400, "key 'examples'");
      },
    },
  ],
};
