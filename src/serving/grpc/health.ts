import { create } from '@bufbuild/protobuf';
import { StatusError } from '#executor';
import {
  HealthCheckResponse_ServingStatus,
  HealthCheckResponseSchema,
  type HealthCheckRequest,
  type HealthCheckResponse,
} from '../schema';
import type { GrpcOptions } from './options';

/** The server as a whole serves as soon as its port is open. @throws StatusError NOT_FOUND for any service by name */
export async function checkHealth(
  _options: GrpcOptions,
  { service }: HealthCheckRequest,
): Promise<HealthCheckResponse> {
  if (service !== '') throw new StatusError('NOT_FOUND', '');
  return create(HealthCheckResponseSchema, { status: HealthCheckResponse_ServingStatus.SERVING });
}
