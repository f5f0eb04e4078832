/** The two ports: what is said when they open, and what answers behind them. */
import type { ServerFlags } from './config/flags';
import { serverConfig, type ServerConfig } from './config/server-config';
import { parseTextFile, readTextFile } from './config/text-file';
import type { Environment } from './environment';
import { createGrpcHandler } from './grpc';
import type { PortHandler } from './http';
import { AT } from './log-sources';
import { PROMETHEUS_PATH, type MetricsRegistry } from './metrics';
import { MonitoringConfigSchema } from './schema';
import { createRestHandler } from './rest';
import type { Servables } from './servable';

export interface Ports {
  readonly rest: PortHandler | undefined;
  readonly grpc: PortHandler | undefined;
  readonly listening: { readonly grpc: boolean; readonly rest: boolean };
}

interface PortsOptions {
  readonly flags: ServerFlags;
  readonly environment: Environment;
  readonly metrics: MetricsRegistry;
  readonly servables: Servables;
  /** Text of the monitoring configuration. */
  readonly monitoring: string | undefined;
  /** Carries out another configuration and waits for its models. @throws StatusError */
  readonly reload: (config: ServerConfig) => Promise<void>;
}

export function announceGrpc({ port, enableProfiler }: ServerFlags, log: Environment['log']): void {
  if (port === 0) return;
  log.log('I', AT.credentials, 'Using InsecureServerCredentials');
  if (enableProfiler) log.log('I', AT.profiler, 'Profiler service is enabled');
  log.log('I', AT.grpc, `Running gRPC ModelServer at 0.0.0.0:${port} ...`);
}

export function announceRest(flags: ServerFlags, log: Environment['log']): void {
  const { port, restApiPort } = flags;
  if (hasRest(flags)) {
    log.log('I', AT.rest, `Exporting HTTP/REST API at:localhost:${restApiPort} ...`);
    log.print('stderr', '[evhttp_server.cc : 261] NET_LOG: Entering the event loop ...\n');
  } else if (restApiPort !== 0 && restApiPort === port) {
    log.log(
      'E',
      AT.samePort,
      'server_options.http_port cannot be same as grpc_port. Please use a different port for HTTP/REST API. Skipped exporting HTTP/REST API.',
    );
  }
}

/** Text of `--monitoring_config_file`, which only a REST port reads. @throws StatusError */
export async function readMonitoring(
  flags: ServerFlags,
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<string | undefined> {
  const path = flags.monitoringConfigFile;
  if (path === '' || !hasRest(flags)) return undefined;
  const text = await readTextFile(files, path);
  parseTextFile(MonitoringConfigSchema, text, path, log);
  return text;
}

export function openPorts(options: PortsOptions): Ports {
  const { flags } = options;
  return {
    rest: hasRest(flags) ? restPort(options) : undefined,
    grpc: flags.port === 0 ? undefined : grpcPort(options),
    listening: { grpc: flags.port !== 0, rest: hasRest(flags) },
  };
}

function restPort(options: PortsOptions): PortHandler {
  const { flags, environment, metrics, servables } = options;
  return createRestHandler({
    servables,
    metrics,
    clock: environment.clock,
    timeoutMs: flags.restApiTimeoutInMs,
    cors: flags.restApiEnableCorsSupport,
    checkMethodNames: flags.enableSignatureMethodNameCheck,
    prometheus: prometheusOf(options),
  });
}

function grpcPort(options: PortsOptions): PortHandler {
  const { flags, environment, metrics, servables, reload } = options;
  const { clock, log } = environment;
  return createGrpcHandler({
    servables,
    metrics,
    clock,
    log,
    checkMethodNames: flags.enableSignatureMethodNameCheck,
    health: flags.enableGrpcHealthcheckService,
    reload: async (message) => reload(serverConfig(message, log)),
  });
}

function prometheusOf({ monitoring, metrics, environment }: PortsOptions) {
  if (monitoring === undefined) return undefined;
  const { prometheusConfig } = parseTextFile(
    MonitoringConfigSchema,
    monitoring,
    'monitoring configuration',
    environment.log,
  );
  if (!prometheusConfig?.enable) return undefined;
  return { path: prometheusConfig.path || PROMETHEUS_PATH, page: () => metrics.page() };
}

function hasRest({ port, restApiPort }: ServerFlags): boolean {
  return restApiPort !== 0 && restApiPort !== port;
}
