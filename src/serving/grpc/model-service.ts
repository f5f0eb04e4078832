/** ModelService: states of versions, another list of models. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  Code,
  GetModelStatusResponseSchema,
  ModelVersionStatus_State,
  ReloadConfigResponseSchema,
  type MetricSchema,
  type GetModelStatusRequest,
  type GetModelStatusResponse,
  type ReloadConfigRequest,
  type ReloadConfigResponse,
} from '../schema';
import { AT } from '../log-sources';
import { versionStatuses } from '../version-statuses';
import type { CallContext } from './call';
import type { GrpcOptions } from './options';
import { invalid, statusOf } from '../errors';

/** Labels are not looked at. @throws StatusError NOT_FOUND for a model or version never seen */
export async function getModelStatus(
  { servables }: GrpcOptions,
  { modelSpec }: GetModelStatusRequest,
  { note }: CallContext,
): Promise<GetModelStatusResponse> {
  if (!modelSpec) throw invalid('Missing ModelSpec');
  const { name, versionChoice } = modelSpec;
  note.model = name;
  const asked = versionChoice.case === 'version' ? versionChoice.value.value : undefined;
  const found = versionStatuses(servables, name, asked);
  return create(GetModelStatusResponseSchema, {
    modelVersionStatus: found.map(({ version, state, code, message }) => ({
      version,
      state: ModelVersionStatus_State[state],
      status: { errorCode: Code[code], errorMessage: message },
    })),
  });
}

const ONLY_LISTS =
  'ServerModelConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList is currently supported';

/** @throws StatusError when the configuration is refused; nothing of it holds then */
export async function reloadConfig(
  { reload, log, metrics }: GrpcOptions,
  { config, metricNames }: ReloadConfigRequest,
): Promise<ReloadConfigResponse> {
  const names = [...new Set(metricNames)];
  const before = names.map((name) => metrics.value(name));
  try {
    if (config?.config.case !== 'modelConfigList') {
      throw invalid(ONLY_LISTS);
    }
    for (const [index, entry] of config.config.value.config.entries()) {
      const { basePath, name, modelPlatform } = entry;
      const fields = `index : ${index}\n\tpath : ${basePath}\n\tname : ${name}\n\tplatform : ${modelPlatform}`;
      log.log('I', AT.configEntry, `\nConfig entry\n\t${fields}`);
    }
    await reload(config);
  } catch (error) {
    log.log('E', AT.reloadFailed, `ReloadConfig failed: ${statusOf(error).message}`);
    throw error;
  }
  return create(ReloadConfigResponseSchema, {
    status: { errorCode: Code.OK },
    metric: names.map((name, i) => increaseOf(name, metrics.value(name) - before[i]!)),
  });
}

function increaseOf(name: string, by: number): MessageInitShape<typeof MetricSchema> {
  return { name, valueIncrease: { case: 'int64ValueIncrease', value: BigInt(by) } };
}
