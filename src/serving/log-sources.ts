/** Where in the real server's sources the lines of its log come from. */

const CORE = 'tensorflow_serving/core';
const WARMUP = 'tensorflow_serving/servables/tensorflow/saved_model_warmup_util.cc';
const SAVED_MODEL = 'external/org_tensorflow/tensorflow/cc/saved_model';

export const AT = {
  approving: `${CORE}/loader_harness.cc:66`,
  loading: `${CORE}/loader_harness.cc:74`,
  loaded: `${CORE}/loader_harness.cc:95`,
  unloading: `${CORE}/loader_harness.cc:120`,
  unloaded: `${CORE}/loader_harness.cc:128`,
  quiescing: `${CORE}/loader_harness.cc:153`,
  quiesced: `${CORE}/loader_harness.cc:160`,
  failed: `${CORE}/loader_harness.cc:169`,
  reserved: `${CORE}/basic_manager.cc:739`,
  unloadAll: `${CORE}/basic_manager.cc:281`,
  notLoaded: `${CORE}/aspired_versions_manager.cc:393`,
  retrying: 'tensorflow_serving/util/retrier.cc:41',
  attemptFailed: 'tensorflow_serving/util/retrier.cc:46',
  cancelled: 'tensorflow_serving/util/retrier.cc:53',
  exhausted: 'tensorflow_serving/util/retrier.cc:56',
  duplicate: 'tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc:112',
  noVersions: 'tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc:269',
  accessError: 'tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc:353',
  reading: `${SAVED_MODEL}/reader.cc:83`,
  metaGraph: `${SAVED_MODEL}/reader.cc:51`,
  debugInfo: `${SAVED_MODEL}/reader.cc:146`,
  restoring: `${SAVED_MODEL}/loader.cc:236`,
  noVariables: `${SAVED_MODEL}/loader.cc:246`,
  initialising: `${SAVED_MODEL}/loader.cc:220`,
  load: `${SAVED_MODEL}/loader.cc:319`,
  batching: 'tensorflow_serving/servables/tensorflow/bundle_factory_util.cc:161',
  emptyConfig: 'tensorflow_serving/model_servers/server_core.cc:447',
  updating: 'tensorflow_serving/model_servers/server_core.cc:465',
  adding: 'tensorflow_serving/model_servers/server_core.cc:596',
  updated: 'tensorflow_serving/model_servers/server_core.cc:488',
  reloaded: 'tensorflow_serving/model_servers/server_core.cc:497',
  single: 'tensorflow_serving/model_servers/server.cc:77',
  custom: 'tensorflow_serving/model_servers/server.cc:70',
  unreadable: 'tensorflow_serving/model_servers/server.cc:185',
  refused: 'tensorflow_serving/model_servers/server.cc:192',
  credentials: 'tensorflow_serving/model_servers/server.cc:121',
  profiler: 'tensorflow_serving/model_servers/server.cc:386',
  grpc: 'tensorflow_serving/model_servers/server.cc:412',
  rest: 'tensorflow_serving/model_servers/server.cc:433',
  samePort: 'tensorflow_serving/model_servers/server.cc:439',
  /** Ours: no source of the real server. */
  lostCopy: 'slipway/kept_files.ts:1',
  deprecatedType: 'tensorflow_serving/model_servers/server_core.cc:68',
  configEntry: 'tensorflow_serving/model_servers/model_service_impl.cc:46',
  reloadFailed: 'tensorflow_serving/model_servers/model_service_impl.cc:69',
  bypassed: 'tensorflow_serving/batching/batching_session.cc:336',
  noWarmup: `${WARMUP}:78`,
  warmupStarts: `${WARMUP}:90`,
  warmupEnds: `${WARMUP}:215`,
  textFormat: 'external/com_google_protobuf/src/google/protobuf/text_format.cc:335',
  flag: 'external/org_tensorflow/tensorflow/core/util/command_line_flags.cc:56',
} as const;

/** How the server names a version: `{name: fashion version: 1}`. */
export function nameOf(model: string, version: bigint): string {
  return `{name: ${model} version: ${version}}`;
}
