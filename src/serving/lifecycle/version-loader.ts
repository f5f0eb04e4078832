/** From a directory to a version that answers requests: read, batched, warmed up. */
import { StatusError, type ModelFiles, type Session } from '#executor';
import type { Environment } from '../environment';
import type { Metrics } from '../metrics';
import type { RunVersion } from '../servable';
import { statusOf } from '../errors';
import { logLoad } from './load-log';
import { recordReads } from './recorded-files';

export interface LoadedVersion {
  readonly metaGraph: Session['metaGraph'];
  readonly run: RunVersion;
}

/** What stands between requests and a session. */
export interface RunQueue {
  readonly run: RunVersion;
  /** What the log says of it. */
  readonly announcement: readonly [source: string, text: string];
}

export interface LoaderOptions {
  readonly environment: Environment;
  readonly metrics: Metrics;
  readonly tags: readonly string[];
  /**
   * Puts a queue before the session; undefined where none is wanted.
   * @throws StatusError for parameters that contradict each other
   */
  readonly batch?:
    ((session: Session, files: ModelFiles) => Promise<RunQueue | undefined>) | undefined;
  /** Replays what the version's directory asks for; undefined without `--enable_model_warmup`. @throws StatusError */
  readonly warmUp?: ((loaded: LoadedVersion, files: ModelFiles) => Promise<void>) | undefined;
}

interface FirstLoad {
  readonly loaded: LoadedVersion;
  /** What loading read, by name relative to the version's directory. */
  readonly read: ReadonlyMap<string, Uint8Array>;
}

export class VersionLoader {
  readonly #options: LoaderOptions;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** Loads with all that the log and the counters tell of it. @throws StatusError */
  async load(directory: ModelFiles): Promise<FirstLoad> {
    const { environment, metrics, tags, warmUp } = this.#options;
    const recorded = recordReads(directory);
    const started = environment.clock.now();
    const elapsed = () => Math.round((environment.clock.now() - started) * 1000);
    const counted = (status: string) =>
      metrics.count('/tensorflow/cc/saved_model/load_attempt_count', {
        model_path: directory.path,
        status,
      });
    const session = await this.#session(recorded.files).catch((error: unknown) => {
      logLoad(recorded, tags, elapsed(), statusOf(error), environment.log);
      counted('fail');
      throw statusOf(error);
    });
    logLoad(recorded, tags, elapsed(), undefined, environment.log);
    counted('success');
    metrics.count(
      '/tensorflow/cc/saved_model/load_latency',
      { model_path: directory.path },
      elapsed(),
    );
    const queue = await this.#options.batch?.(session, recorded.files);
    if (queue) environment.log.log('I', ...queue.announcement);
    const loaded = this.#version(session, queue);
    await warmUp?.(loaded, directory);
    return { loaded, read: recorded.read };
  }

  /** Loads once more what has been loaded before; nobody hears of it. @throws StatusError */
  async reopen(files: ModelFiles): Promise<LoadedVersion> {
    const session = await this.#session(files);
    return this.#version(session, await this.#options.batch?.(session, files));
  }

  /** Its runs are counted, and have failed where they end too late. */
  async #session(files: ModelFiles): Promise<Session> {
    const { environment, metrics, tags } = this.#options;
    const session = await environment.load(files, { tags });
    return {
      metaGraph: session.metaGraph,
      bytes: session.bytes,
      run(feeds, fetches, limits) {
        const outputs = session.run(feeds, fetches, limits);
        if (limits?.isOver?.()) {
          throw new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
        }
        metrics.count('/tensorflow/core/graph_runs', {});
        return outputs;
      },
    };
  }

  #version(session: Session, queue: RunQueue | undefined): LoadedVersion {
    const { clock } = this.#options.environment;
    const run: RunVersion = async (feeds, fetches, { deadline }) =>
      session.run(feeds, fetches, { isOver: () => clock.now() > deadline });
    return { metaGraph: session.metaGraph, run: queue?.run ?? run };
  }
}
