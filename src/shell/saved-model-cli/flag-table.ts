/** Every flag that the tool takes: its own, and those of the library that parses them. */
export type FlagKind = 'string' | 'int' | 'bool' | readonly string[];

export interface FlagInfo {
  readonly kind: FlagKind;
  /** For `--helpfull`; the flags without are those of the tool's own libraries. */
  readonly help?: string;
  readonly byDefault?: string;
}

const own: Readonly<Record<string, FlagInfo>> = {
  all: { kind: 'bool', help: 'Print all that is known of the SavedModel.', byDefault: 'false' },
  checkpoint_path: { kind: 'string', help: 'Take the variables from this checkpoint.' },
  convert_tf1_model: { kind: 'bool', help: 'Convert a TF1 model, too.', byDefault: 'false' },
  cpp_class: { kind: 'string', help: 'Name of the C++ class to write.' },
  dir: { kind: 'string', help: 'Directory of the SavedModel.' },
  init_tpu: { kind: 'bool', help: 'Start a TPU first.', byDefault: 'false' },
  input_examples: {
    kind: 'string',
    help: "Inputs as tf.train.Example: '<key>=[{feature: values}]', separated by ';'.",
    byDefault: '',
  },
  input_exprs: {
    kind: 'string',
    help: "Inputs as Python literals: '<key>=<expression>', separated by ';'.",
    byDefault: '',
  },
  inputs: {
    kind: 'string',
    help: "Inputs from .npy and .npz files: '<key>=<file>' or '<key>=<file>[<name>]', separated by ';'.",
    byDefault: '',
  },
  list_ops: { kind: 'bool', help: 'Print the ops of the tag set.', byDefault: 'false' },
  max_workspace_size_bytes: {
    kind: 'int',
    help: 'Memory that TensorRT may use.',
    byDefault: '2097152',
  },
  minimum_segment_size: {
    kind: 'int',
    help: 'Fewest nodes that TensorRT replaces.',
    byDefault: '3',
  },
  multithreading: { kind: 'string', help: 'Compile for many threads.', byDefault: 'False' },
  op_denylist: { kind: 'string', help: 'Ops that scan looks for, separated by commas.' },
  outdir: { kind: 'string', help: 'Directory to write the outputs to, as .npy files.' },
  output_dir: { kind: 'string', help: 'Directory of the converted SavedModel.' },
  output_prefix: { kind: 'string', help: 'What the names of the written files begin with.' },
  overwrite: { kind: 'bool', help: 'Replace outputs that are there already.', byDefault: 'false' },
  precision_mode: {
    kind: ['FP32', 'FP16', 'INT8'],
    help: 'Precision of TensorRT.',
    byDefault: 'FP32',
  },
  signature_def: { kind: 'string', help: 'Key of the signature to show or run.' },
  signature_def_key: {
    kind: 'string',
    help: 'Key of the signature to compile.',
    byDefault: 'serving_default',
  },
  tag_set: { kind: 'string', help: 'Tags of the meta graph, separated by commas.' },
  target_cpu: { kind: 'string', help: 'Processor to compile for.', byDefault: '' },
  target_triple: { kind: 'string', help: 'System to compile for.', byDefault: 'x86_64-pc-linux' },
  tf_debug: { kind: 'bool', help: 'Run in the debugger.', byDefault: 'false' },
  use_tfrt: { kind: 'bool', help: 'Run with TFRT.', byDefault: 'false' },
  variables_to_feed: { kind: 'string', help: 'Variables that will be fed.', byDefault: '' },
  worker: { kind: 'string', help: 'Address of the machine to run on.' },
};

const BOOLEANS =
  'logtostderr alsologtostderr showprefixforinfo run_with_pdb pdb_post_mortem pdb run_with_profiling use_cprofile_for_profiling only_check_args op_conversion_fallback_to_while_loop tt_check_filter tt_single_core_summaries runtime_oom_exit hbm_oom_exit ? help helpshort helpfull helpxml only_check_flags';
const STRINGS =
  'log_dir logger_levels stderrthreshold profile_file delta_threshold test_srcdir test_tmpdir test_randomize_ordering_seed xml_output_file';
const INTEGERS = 'v verbosity test_random_seed';

export const OWN_FLAGS = own;

export const FLAGS: Readonly<Record<string, FlagInfo>> = {
  ...own,
  ...table(BOOLEANS, 'bool'),
  ...table(STRINGS, 'string'),
  ...table(INTEGERS, 'int'),
};

function table(names: string, kind: FlagKind): Record<string, FlagInfo> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind }]));
}
