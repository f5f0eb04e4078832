import type { Clock, ServerLog } from '../environment';
import type { MetricsRegistry } from '../metrics';
import type { ModelServerConfig } from '../schema';
import type { Servables } from '../servable';

export interface GrpcOptions {
  readonly servables: Servables;
  readonly metrics: MetricsRegistry;
  readonly clock: Clock;
  readonly log: ServerLog;
  /** `--enable_signature_method_name_check` */
  readonly checkMethodNames: boolean;
  /** `--enable_grpc_healthcheck_service` */
  readonly health: boolean;
  /** Makes exactly these models be served. @throws StatusError when it is refused */
  readonly reload: (config: ModelServerConfig) => Promise<void>;
}
