import { describe, expect, test } from 'vitest';
import { parseFlags, usage } from './flags';

describe('parseFlags', () => {
  test('what the container starts with', () => {
    const { flags, refused, unknown } = parseFlags([
      '--port=8500',
      '--rest_api_port=8501',
      '--model_name=fashion',
      '--model_base_path=/models/fashion',
    ]);
    expect(flags).toMatchObject({
      port: 8500,
      restApiPort: 8501,
      modelName: 'fashion',
      modelBasePath: '/models/fashion',
      fileSystemPollWaitSeconds: 1,
      maxNumLoadRetries: 5,
      loadRetryIntervalMicros: 60_000_000,
      restApiTimeoutInMs: 30000,
      flushFilesystemCaches: true,
    });
    expect({ refused, unknown }).toEqual({ refused: false, unknown: [] });
  });

  test('a boolean alone is true, with a value what it says', () => {
    expect(parseFlags(['--enable_batching']).flags.enableBatching).toBe(true);
    expect(parseFlags(['--enable_model_warmup=false']).flags.enableModelWarmup).toBe(false);
  });

  test('the last of several counts', () => {
    expect(parseFlags(['--model_name=a', '--model_name=b']).flags.modelName).toBe('b');
  });

  test('a value after a blank is no value', () => {
    const { flags, unknown, refused } = parseFlags(['--model_name', 'fashion']);
    expect(flags.modelName).toBe('default');
    expect(unknown).toEqual(['--model_name', 'fashion']);
    expect(refused).toBe(false);
  });

  test.each([
    ['--port=abc', "Couldn't interpret value abc for flag port."],
    ['--port=', "Couldn't interpret value  for flag port."],
    ['--rest_api_port=85x', "Couldn't interpret value 85x for flag rest_api_port."],
    ['--enable_batching=yes', "Couldn't interpret value =yes for flag enable_batching."],
    ['--versions', "Couldn't interpret value s for flag version."],
    [
      '--per_process_gpu_memory_fraction=half',
      "Couldn't interpret value half for flag per_process_gpu_memory_fraction.",
    ],
  ])('%s is refused', (arg, error) => {
    const { refused, errors } = parseFlags([arg]);
    expect({ refused, errors }).toEqual({ refused: true, errors: [error] });
  });

  test('asking for help is refused as well, but only in the first place', () => {
    expect(parseFlags(['--help']).refused).toBe(true);
    expect(parseFlags(['other', '--help']).refused).toBe(false);
  });

  test('nothing after two dashes is a flag', () => {
    const { flags, unknown } = parseFlags(['--', '--port=1']);
    expect(flags.port).toBe(8500);
    expect(unknown).toEqual(['--', '--port=1']);
  });
});

test('the usage has a line for each flag, with its type and default', () => {
  const text = usage('tensorflow_model_server');
  expect(text).toMatch(/^usage: tensorflow_model_server\nFlags:\n/);
  expect(text).toContain('\t--port=8500                      \tint32\t');
  expect(text).toContain('\t--model_name="default"           \tstring\t');
  expect(text).toContain('\t--per_process_gpu_memory_fraction=0.000000\tfloat\t');
  expect(text).toContain('\t--flush_filesystem_caches=true   \tbool\t');
});
