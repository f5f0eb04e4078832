/** What the REST port is given. */
import type { Clock } from '../environment';
import type { Metrics } from '../metrics';
import type { Servables } from '../servable';

export interface RestOptions {
  readonly servables: Servables;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** `--rest_api_timeout_in_ms`; 0 and below for none */
  readonly timeoutMs: number;
  /** `--rest_api_enable_cors_support` */
  readonly cors: boolean;
  /** `--enable_signature_method_name_check` */
  readonly checkMethodNames: boolean;
  /** Of the monitoring configuration, when Prometheus is on. */
  readonly prometheus?: PrometheusEndpoint | undefined;
}

export interface PrometheusEndpoint {
  /** `/monitoring/prometheus/metrics` */
  readonly path: string;
  /** The text of the page as it is now. */
  readonly page: () => string;
}
