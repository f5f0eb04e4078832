/** Saves the model (or its weights) at the end of epochs (keras/src/callbacks/model_checkpoint.py). */
import { KeyError, NotImplementedError, ValueError } from '#errors';
import { checkOptions, firstOption } from '../../python/options';
import { printLine, warn } from '../../output';
import { formatExponent, formatFixed } from '../../python/numbers';
import type { Logs } from './callback';
import { MonitorCallback, type MonitorMode } from './monitor';

export interface ModelCheckpointOptions {
  filepath?: string;
  /** Default: "val_loss". */
  monitor?: string;
  verbose?: 0 | 1;
  /** Only when the monitored value is better than ever. Default: false. */
  save_best_only?: boolean;
  save_weights_only?: boolean;
  mode?: MonitorMode;
  save_freq?: 'epoch';
  initial_value_threshold?: number | null;
}

const DEFAULTS = {
  filepath: '',
  monitor: 'val_loss',
  verbose: 0,
  save_best_only: false,
  save_weights_only: false,
  mode: 'auto',
  save_freq: 'epoch',
  initial_value_threshold: null,
} satisfies ModelCheckpointOptions;

export class ModelCheckpoint extends MonitorCallback {
  readonly #options: Required<ModelCheckpointOptions>;
  best: number | null;

  /** @param filepath may hold `{epoch:02d}` and the names of logs, as `{val_loss:.2f}` */
  constructor(filepath: string | ModelCheckpointOptions, options: ModelCheckpointOptions = {}) {
    const given = firstOption('ModelCheckpoint.__init__', 'filepath', filepath, options);
    checkOptions('ModelCheckpoint.__init__', given, Object.keys(DEFAULTS));
    const all: Required<ModelCheckpointOptions> = { ...DEFAULTS, ...given };
    super(all.monitor, all.mode);
    checkPath(all);
    this.#options = all;
    this.best = all.initial_value_threshold;
  }

  override async on_epoch_end(epoch: number, logs: Logs = {}): Promise<void> {
    const { filepath, save_best_only, save_weights_only, verbose } = this.#options;
    if (save_best_only) this.prepare();
    const path = formatPath(filepath, { epoch: epoch + 1, ...logs });
    if (!this.#shouldSave(epoch, path, logs)) return;
    if (save_weights_only) await this.model.save_weights(path, { overwrite: true });
    else await this.model.save(path, { overwrite: true });
    if (verbose > 0) printLine(`\nEpoch ${epoch + 1}: finished saving model to ${path}`);
  }

  #shouldSave(epoch: number, path: string, logs: Logs): boolean {
    const { save_best_only, verbose } = this.#options;
    const say = (text: string) => {
      if (verbose > 0) printLine(`\nEpoch ${epoch + 1}: ${text}`);
    };
    const current = save_best_only ? this.#monitored(logs) : undefined;
    if (current === undefined) {
      if (!save_best_only) say(`saving model to ${path}`);
      return true;
    }
    const best = this.best === null ? 'None' : formatFixed(this.best, 5);
    if (!this.isImprovement(current, this.best)) {
      say(`${this.monitor} did not improve from ${best}`);
      return false;
    }
    const change = `improved from ${best} to ${formatFixed(current, 5)}`;
    say(`${this.monitor} ${change}, saving model to ${path}`);
    this.best = current;
    return true;
  }

  #monitored(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined) warn(`Can save best model only with ${this.monitor} available.`);
    return value;
  }
}

function checkPath({ filepath, save_weights_only, save_freq }: Required<ModelCheckpointOptions>) {
  if (save_freq !== 'epoch') {
    throw new NotImplementedError('ModelCheckpoint(save_freq=…) knows only "epoch" so far.');
  }
  if (save_weights_only && !filepath.endsWith('.weights.h5')) {
    throw new ValueError(
      'When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in `.weights.h5` ' +
        `(Keras weights format). Received: filepath=${filepath}`,
    );
  }
  if (!save_weights_only && !filepath.endsWith('.keras')) {
    throw new ValueError(
      'The filepath provided must end in `.keras` (Keras model format). ' +
        `Received: filepath=${filepath}`,
    );
  }
}

/** Python's `str.format` as far as such paths use it: `{name}`, `{name:02d}`, `{name:.2f}`, `{name:.2e}`. */
function formatPath(filepath: string, values: Readonly<Record<string, number>>): string {
  return filepath.replace(
    /\{(\w+)(?::0?(\d+)d|:\.(\d+)([fe]))?\}/g,
    (_, name: string, width?: string, digits?: string, kind?: string) => {
      const value = values[name];
      if (value === undefined) {
        throw new KeyError(
          `Failed to format this callback filepath: "${filepath}". Reason: '${name}'`,
        );
      }
      if (width) return String(value).padStart(Number(width), '0');
      if (!digits) return String(value);
      return (kind === 'f' ? formatFixed : formatExponent)(value, Number(digits));
    },
  );
}
