/** ModelService: states of versions, another list of models. */
import { create } from '@bufbuild/protobuf';
import { StatusError } from '#executor';
import {
  Code,
  GetModelStatusResponseSchema,
  ModelVersionStatus_State,
  ReloadConfigResponseSchema,
  type GetModelStatusRequest,
  type GetModelStatusResponse,
  type ReloadConfigRequest,
  type ReloadConfigResponse,
} from '../schema';
import type { CallContext } from './call';
import type { GrpcOptions } from './options';
import { statusOf } from './status';

/** Labels are not looked at. @throws StatusError NOT_FOUND for a model or version never seen */
export async function getModelStatus(
  { servables }: GrpcOptions,
  { modelSpec }: GetModelStatusRequest,
  { note }: CallContext,
): Promise<GetModelStatusResponse> {
  if (!modelSpec) throw new StatusError('INVALID_ARGUMENT', 'Missing ModelSpec');
  const { name, versionChoice } = modelSpec;
  note.model = name;
  const asked = versionChoice.case === 'version' ? versionChoice.value.value : undefined;
  const all = servables.states(name) ?? [];
  const found = all.filter(({ version }) => asked === undefined || version === asked);
  if (found.length === 0) {
    const what = asked === undefined ? 'any versions' : `version ${asked}`;
    throw new StatusError('NOT_FOUND', `Could not find ${what} of model ${name}`);
  }
  return create(GetModelStatusResponseSchema, {
    modelVersionStatus: found.map(({ version, state, code, message }) => ({
      version,
      state: ModelVersionStatus_State[state],
      status: { errorCode: Code[code], errorMessage: message },
    })),
  });
}

const ONLY_LISTS =
  'ServerConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList is currently supported';

/** @throws StatusError when the configuration is refused; nothing of it holds then */
export async function reloadConfig(
  { reload, log }: GrpcOptions,
  { config }: ReloadConfigRequest,
): Promise<ReloadConfigResponse> {
  try {
    if (config?.config.case !== 'modelConfigList') {
      throw new StatusError('INVALID_ARGUMENT', ONLY_LISTS);
    }
    const names = config.config.value.config.map(({ name }) => name);
    log.log('I', 'model_service_impl.cc:46', '\nConfig entry');
    for (const [i, name] of names.entries()) {
      log.log('I', 'model_service_impl.cc:50', `\tindex : ${i}, name : ${name}`);
    }
    await reload(config);
  } catch (error) {
    log.log('E', 'model_service_impl.cc:69', `ReloadConfig failed: ${statusOf(error).message}`);
    throw error;
  }
  return create(ReloadConfigResponseSchema, { status: { errorCode: Code.OK } });
}
