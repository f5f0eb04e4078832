/** What a container writes: the model server's lines with the prefix that the real one gives them. */
import type { Severity } from '#serving';
import type { LogLine } from '#protocol';

/** Lines of one container that are kept. */
const KEPT = 5000;

const DIRECTORIES: Readonly<Record<string, string>> = {
  'server.cc': 'tensorflow_serving/model_servers',
  'server_core.cc': 'tensorflow_serving/model_servers',
  'main.cc': 'tensorflow_serving/model_servers',
  'http_server.cc': 'tensorflow_serving/model_servers',
  'basic_manager.cc': 'tensorflow_serving/core',
  'aspired_versions_manager.cc': 'tensorflow_serving/core',
  'load_servables_fast.cc': 'tensorflow_serving/core',
  'loader_harness.cc': 'tensorflow_serving/core',
  'servable_state_monitor.cc': 'tensorflow_serving/core',
  'dynamic_source_router.h': 'tensorflow_serving/core',
  'file_system_storage_path_source.cc': 'tensorflow_serving/sources/storage_path',
  'retrier.cc': 'tensorflow_serving/util',
  'bundle_factory_util.cc': 'tensorflow_serving/servables/tensorflow',
  'saved_model_bundle_factory.cc': 'tensorflow_serving/servables/tensorflow',
  'saved_model_warmup.cc': 'tensorflow_serving/servables/tensorflow',
  'saved_model_warmup_util.cc': 'tensorflow_serving/servables/tensorflow',
  'reader.cc': 'external/org_tensorflow/tensorflow/cc/saved_model',
  'loader.cc': 'external/org_tensorflow/tensorflow/cc/saved_model',
  'loader_util.cc': 'external/org_tensorflow/tensorflow/cc/saved_model',
};

/** `2026-11-20 19:30:00.123456`, in the container's zone, which is UTC. */
function timestamp(time: number): string {
  const whole = new Date(time).toISOString().slice(0, -1).replace('T', ' ');
  const micros = Math.floor((time % 1) * 1000);
  return whole + String(micros).padStart(3, '0');
}

/** @param source `server_core.cc:465`, or with the path that it has in TensorFlow Serving's sources */
export function logText(time: number, severity: Severity, source: string, text: string): string {
  const directory = DIRECTORIES[source.slice(0, source.lastIndexOf(':'))];
  const place = directory === undefined ? source : `${directory}/${source}`;
  return `${timestamp(time)}: ${severity} ${place}] ${text}`;
}

/** The newest lines of one container, oldest first. */
export class ContainerLog {
  #lines: LogLine[];

  constructor(lines: readonly LogLine[] = []) {
    this.#lines = [...lines];
  }

  get lines(): readonly LogLine[] {
    return this.#lines.slice(-KEPT);
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT * 1.2) this.#lines = this.#lines.slice(-KEPT);
  }

  /** Lines after a moment of the host. */
  after(seq: number): readonly LogLine[] {
    const { lines } = this;
    let first = lines.length;
    while (first > 0 && lines[first - 1]!.seq > seq) first--;
    return lines.slice(first);
  }
}
