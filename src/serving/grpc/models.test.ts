import { fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  GetModelMetadataRequestSchema,
  GetModelMetadataResponseSchema,
  GetModelStatusRequestSchema,
  GetModelStatusResponseSchema,
  HealthCheckRequestSchema,
  HealthCheckResponseSchema,
  ReloadConfigRequestSchema,
  ReloadConfigResponseSchema,
  SignatureDefMapSchema,
} from '../schema';
import { PREDICTION, MODELS, modelSpec, server } from './testing';

describe('what the server says of its models', () => {
  it('has all signatures of a version', async () => {
    const { call } = server();
    const path = `${PREDICTION}/GetModelMetadata`;
    const ask = (metadataField: string[]) =>
      call(path, GetModelMetadataRequestSchema, GetModelMetadataResponseSchema, {
        modelSpec,
        metadataField,
      });
    const { message } = await ask(['signature_def']);
    const { typeUrl, value } = message!.metadata['signature_def']!;
    expect(typeUrl).toBe('type.googleapis.com/tensorflow.serving.SignatureDefMap');
    const map = fromBinary(SignatureDefMapSchema, value);
    expect(Object.keys(map.signatureDef).length).toBe(4);
    expect(message!.modelSpec!.signatureName).toBe('');
    expect((await ask([])).trailers).toContain('must specify at least one metadata_field');
    expect((await ask(['x'])).trailers).toContain('Metadata field %25s is not supportedx');
  });

  it('has the states of versions', async () => {
    const { call } = server();
    const ask = (init: MessageInitShape<typeof GetModelStatusRequestSchema>) =>
      call(
        `${MODELS}/GetModelStatus`,
        GetModelStatusRequestSchema,
        GetModelStatusResponseSchema,
        init,
      );
    const { message } = await ask({ modelSpec });
    expect(message!.modelVersionStatus).toMatchObject([
      { version: 8n, state: 50, status: { errorCode: 5, errorMessage: 'gone' } },
      { version: 7n, state: 30, status: { errorCode: 0, errorMessage: '' } },
    ]);
    const wrapped = { $typeName: 'google.protobuf.Int64Value' as const, value: 9n };
    const one = { ...modelSpec, versionChoice: { case: 'version' as const, value: wrapped } };
    expect((await ask({ modelSpec: one })).trailers).toContain(
      'grpc-status: 5\r\ngrpc-message: Could not find version 9 of model m',
    );
    expect((await ask({ modelSpec: { name: 'o' } })).trailers).toContain(
      'Could not find any versions of model o',
    );
  });

  it('changes with another list of models', async () => {
    const { call, reloaded, logged } = server();
    const reload = (init: MessageInitShape<typeof ReloadConfigRequestSchema>) =>
      call(
        `${MODELS}/HandleReloadConfigRequest`,
        ReloadConfigRequestSchema,
        ReloadConfigResponseSchema,
        init,
      );
    const list = (names: string[]) => ({
      config: {
        config: {
          case: 'modelConfigList' as const,
          value: {
            config: names.map((each) => ({
              name: each,
              basePath: `/models/${each}`,
              modelPlatform: 'tensorflow',
            })),
          },
        },
      },
    });
    expect((await reload(list(['a']))).message!.status!.errorCode).toBe(0);
    expect(reloaded.length).toBe(1);
    expect(logged).toEqual([
      '\nConfig entry\n\tindex : 0\n\tpath : /models/a\n\tname : a\n\tplatform : tensorflow',
    ]);
    expect((await reload(list(['a', 'b']))).trailers).toBe(
      'grpc-status: 3\r\ngrpc-message: no\r\n',
    );
    expect(logged.at(-1)).toBe('ReloadConfig failed: no');
    expect((await reload({})).trailers).toContain(
      'ServerModelConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList is currently supported',
    );
  });

  it('tells by how much counters have grown while the list changed', async () => {
    const { call, metrics, grows } = server();
    metrics.count('/tensorflow/core/graph_runs', {}, 3);
    grows('/tensorflow/core/graph_runs', 2);
    const { message } = await call(
      `${MODELS}/HandleReloadConfigRequest`,
      ReloadConfigRequestSchema,
      ReloadConfigResponseSchema,
      {
        config: { config: { case: 'modelConfigList', value: { config: [] } } },
        metricNames: ['/tensorflow/core/graph_runs', '/unknown'],
      },
    );
    expect(message!.metric.map(({ name, valueIncrease }) => [name, valueIncrease.value])).toEqual([
      ['/tensorflow/core/graph_runs', 2n],
      ['/unknown', 0n],
    ]);
  });

  it('is healthy, where that is asked for', async () => {
    const path = '/grpc.health.v1.Health/Check';
    const check = (health: boolean, service = '') =>
      server({ health }).call(path, HealthCheckRequestSchema, HealthCheckResponseSchema, {
        service,
      });
    expect((await check(true)).message!.status).toBe(1);
    expect((await check(true, 'x')).trailers).toMatch(/^grpc-status: 5/);
    expect((await check(false)).trailers).toMatch(/^grpc-status: 12/);
  });
});
