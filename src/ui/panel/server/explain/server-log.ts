import type { Rule } from './rule';

/** Lines of the log that say why a server serves nothing, or not what one thinks. */
export const LOG_RULES: readonly Rule[] = [
  [
    /No versions of servable (\S+) found under base path (\S+?)\. Did you forget/,
    'In $2 there is no directory whose name is a number. Mount the directory above the version, not the version itself. The server goes on looking every second, and opens no port before it has found one.',
    'lost',
  ],
  [
    /Could not find base path (\S+) for servable (\S+)/,
    'There is no $1 in the container. Compare the target of -v with MODEL_NAME: the server looks in /models/MODEL_NAME.',
    'serve',
  ],
  [
    /Version (\d+) of servable (\S+), which was requested to be served as a 'specific' version/,
    'The configuration asks for version $1 of $2, and there is no such directory.',
    'labels',
  ],
  [
    /No specific versions requested for servable (\S+?)\.?$/,
    'The configuration says specific for $1, and names no version.',
    'labels',
  ],
  [
    /Specified file path does not appear to contain a SavedModel bundle/,
    'The version directory has no saved_model.pb: an empty directory, half a copy, or a .keras file. Export again, in one step.',
    'rollback',
  ],
  [
    /Could not find meta graph def matching supplied tags/,
    'The SavedModel has no graph with the tag serve. Export it with model.export or ExportArchive.',
    'serve',
  ],
  [
    /Illegal to list model (\S+) multiple times/,
    'The configuration has two entries for $1. Names are unique; several versions go into one model_version_policy.',
    'labels',
  ],
  [
    /Expected model (\S+) to have an absolute path or URI; got base_path\(\)=(\S*)/,
    'base_path of $1 must begin with a slash: it is a path in the container.',
    'labels',
  ],
  [
    /Illegal to change a model's platform/,
    'A model cannot get another platform while it is served.',
    'labels',
  ],
  [
    /Model (\S+) requests unsupported platform (\S*)/,
    "model_platform of $1 must be 'tensorflow'.",
    'labels',
  ],
  [
    /Error parsing text-format/,
    'The configuration is no text-format protocol buffer of that kind. The message says line and column.',
    'labels',
  ],
  [
    /Request to assign label to version (\d+) of model (\S+), which is not currently available/,
    'A label may only point to a version that is loaded already. Bring version $1 up first and add the label with a second configuration, or start with --allow_version_labels_for_unavailable_models.',
    'labels',
  ],
  [
    /model_base_path and server_options\.model_config_file are empty/,
    'The server was told neither a directory nor a configuration file.',
    'serve',
  ],
  [
    /Last entry in allowed_batch_sizes must match/,
    'The last of allowed_batch_sizes has to be max_batch_size itself.',
    'serve',
  ],
  [
    /Duplicate version directories detected\. Version (\d+) /,
    'Two directories are the same number, such as 1 and 001. Version $1 comes from one of them.',
    'rollback',
  ],
  [
    /warmup (?:record|data)/i,
    'The warm-up file of the version could not be replayed, and that fails the whole load. Repair or remove assets.extra/tf_serving_warmup_requests.',
    'swap',
  ],
  [
    /servable\(s\) did not become available/,
    'A model could not be loaded at the start, and then the server ends. The message says which and why.',
    'rollback',
  ],
  [
    /Failed to start server\. Error: /,
    'The server ended before it could serve. The message says why.',
    'serve',
  ],
];
