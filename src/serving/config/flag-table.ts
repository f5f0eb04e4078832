/** The command line flags of `tensorflow_model_server`: names, types and defaults are its own, descriptions ours. */

type FlagType = 'int32' | 'int64' | 'bool' | 'string' | 'float';

export interface FlagEntry {
  readonly name: string;
  readonly type: FlagType;
  readonly value: number | boolean | string;
  readonly help: string;
}

const flag = (
  name: string,
  type: FlagType,
  value: number | boolean | string,
  help: string,
): FlagEntry => ({ name, type, value, help });

export const FLAGS: readonly FlagEntry[] = [
  flag('port', 'int32', 8500, 'TCP port for gRPC; 0 for none.'),
  flag('grpc_socket_path', 'string', '', 'UNIX socket for gRPC, beside the port.'),
  flag('rest_api_port', 'int32', 0, 'TCP port for REST; 0 for none. Not the one of --port.'),
  flag('rest_api_num_threads', 'int32', 16, 'Threads that answer REST requests.'),
  flag('rest_api_timeout_in_ms', 'int32', 30000, 'How long a REST request may take; 0 for ever.'),
  flag('rest_api_enable_cors_support', 'bool', false, 'Adds CORS headers to REST answers.'),
  flag('enable_batching', 'bool', false, 'Joins requests that wait into one run of the model.'),
  flag(
    'allow_version_labels_for_unavailable_models',
    'bool',
    false,
    'Lets a new label name a version that is not loaded yet.',
  ),
  flag('batching_parameters_file', 'string', '', 'BatchingParameters as protobuf text.'),
  flag(
    'enable_per_model_batching_parameters',
    'bool',
    false,
    'Takes batching parameters from batching_params.pbtxt in the directory of each version.',
  ),
  flag(
    'model_config_file',
    'string',
    '',
    'ModelServerConfig as protobuf text: the models to serve. --model_name and --model_base_path do not count then.',
  ),
  flag(
    'model_config_file_poll_wait_seconds',
    'int32',
    0,
    'Seconds between two looks at --model_config_file; 0 for one look only.',
  ),
  flag('model_name', 'string', 'default', 'Name of the only model.'),
  flag('model_base_path', 'string', '', 'Directory that holds the directories of its versions.'),
  flag('num_load_threads', 'int32', 0, 'Threads that load versions; 0 for one after the other.'),
  flag('num_unload_threads', 'int32', 0, 'Threads that unload versions.'),
  flag('max_num_load_retries', 'int32', 5, 'Further attempts after a load has failed.'),
  flag('load_retry_interval_micros', 'int64', 60_000_000, 'Microseconds between two attempts.'),
  flag(
    'file_system_poll_wait_seconds',
    'int32',
    1,
    'Seconds between two looks for new versions; 0 for one look only.',
  ),
  flag('flush_filesystem_caches', 'bool', true, 'Drops cached files once the models are loaded.'),
  flag('tensorflow_session_parallelism', 'int64', 0, 'Threads of a session.'),
  flag('tensorflow_session_config_file', 'string', '', 'ConfigProto of sessions, protobuf text.'),
  flag('tensorflow_intra_op_parallelism', 'int64', 0, 'Threads of a single op.'),
  flag('tensorflow_inter_op_parallelism', 'int64', 0, 'Ops that run at the same time.'),
  flag('use_alts_credentials', 'bool', false, 'Secures gRPC with ALTS.'),
  flag('ssl_config_file', 'string', '', 'SSLConfig as protobuf text: secures gRPC.'),
  flag('platform_config_file', 'string', '', 'PlatformConfigMap as protobuf text.'),
  flag('per_process_gpu_memory_fraction', 'float', 0, 'Share of the GPU memory, 0 to 1.'),
  flag('saved_model_tags', 'string', 'serve', 'Tags of the graph to load, with commas.'),
  flag('grpc_channel_arguments', 'string', '', 'Arguments of the gRPC server, with commas.'),
  flag('grpc_max_threads', 'int32', 16, 'Threads that answer gRPC requests.'),
  flag('enable_model_warmup', 'bool', true, 'Replays the warm-up requests of a version.'),
  flag('num_request_iterations_for_warmup', 'int32', 0, 'Times that each of them is replayed.'),
  flag('version', 'bool', false, 'Says which version this is.'),
  flag('monitoring_config_file', 'string', '', 'MonitoringConfig as protobuf text.'),
  flag('remove_unused_fields_from_bundle_metagraph', 'bool', true, 'Saves memory.'),
  flag('prefer_tflite_model', 'bool', false, 'Loads model.tflite where a version has one.'),
  flag('num_tflite_pools', 'int32', 4, 'Interpreter pools of a TFLite model.'),
  flag('num_tflite_interpreters_per_pool', 'int32', 1, 'Interpreters in each of them.'),
  flag(
    'enable_signature_method_name_check',
    'bool',
    false,
    'Refuses signatures whose method_name is not that of the request.',
  ),
  flag('xla_cpu_compilation_enabled', 'bool', false, 'Compiles graphs with XLA.'),
  flag('enable_profiler', 'bool', true, 'Offers the profiler service.'),
  flag('thread_pool_factory_config_file', 'string', '', 'ThreadPoolConfig as protobuf text.'),
  flag('mixed_precision', 'string', '', 'Precision to rewrite graphs to: bfloat16.'),
  flag('skip_initialize_tpu', 'bool', false, 'Leaves TPUs alone.'),
  flag('enable_grpc_healthcheck_service', 'bool', false, 'Offers the gRPC health service.'),
];
