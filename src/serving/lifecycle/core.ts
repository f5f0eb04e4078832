/**
 * The core of the server: which models there are, their labels, and how one configuration follows another. Versions are
 * the manager's business.
 */
import { StatusError } from '#executor';
import type { ModelEntry, ServerConfig } from '../config/server-config';
import { validateModels, validatePlatforms, validateSupported } from '../config/validate';
import type { Environment } from '../environment';
import { AvailabilityWait, type SavedWait } from './availability-wait';
import { lookForVersions } from './file-system-source';
import { assignLabels, versionFor, type LabelMap } from './labels';
import type { VersionManager } from './manager';
import { AT } from '../log-sources';
import type { StateMonitor } from './state-monitor';

interface CoreOptions {
  readonly environment: Environment;
  readonly manager: VersionManager;
  readonly monitor: StateMonitor;
  /** `--allow_version_labels_for_unavailable_models` */
  readonly allowUnavailableLabels: boolean;
  /** `--flush_filesystem_caches` */
  readonly flushCaches: boolean;
  /** A configuration is in effect, or has failed to become so. */
  readonly configured: (failure: StatusError | undefined) => void;
  /** The process has ended itself. */
  readonly aborted: () => void;
}

export interface SavedCore {
  readonly config: ServerConfig;
  readonly labels: LabelMap;
  readonly models: readonly ModelEntry[];
  readonly hasSource: boolean;
  readonly wait?: SavedWait;
}

export class ServerCore {
  readonly #options: CoreOptions;
  #config: ServerConfig = { kind: 'none' };
  #labels: LabelMap = {};
  /** Whose directories are looked at. */
  #models: readonly ModelEntry[] = [];
  #hasSource = false;
  #wait: AvailabilityWait | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CoreOptions) {
    this.#options = options;
  }

  /** A configuration is being carried out: the next one has to wait. */
  get isConfiguring(): boolean {
    return this.#wait !== undefined;
  }

  /**
   * Makes exactly this list true. Returns when its directories have been looked at; `configured` is called when every
   * model that is new in it has a version, or cannot have one.
   * @throws StatusError for a configuration that is refused; nothing of it is done then
   */
  reload(config: ServerConfig): Promise<void> {
    return this.#inTurn(() => this.#reload(config));
  }

  /** Looks for new and lost versions. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** To be called with every change of a version's state. */
  heard(...change: Parameters<AvailabilityWait['heard']>): void {
    this.#wait?.heard(...change);
  }

  /** Ends the wait for models if they are all decided. */
  conclude(): void {
    if (!this.#wait?.isOver) return;
    const { failure } = this.#wait;
    this.#wait = undefined;
    if (failure === undefined) this.#finished();
    this.#options.configured(failure);
  }

  /** The version that a label means, as text. @throws StatusError INVALID_ARGUMENT */
  versionFor(model: string, label: string): string {
    const version = versionFor(this.#labels, model, label);
    if (version !== undefined) return version;
    throw new StatusError('INVALID_ARGUMENT', `Unrecognized servable version label: ${label}`);
  }

  labelsOf(model: string, version: bigint): readonly string[] {
    const labels = Object.hasOwn(this.#labels, model) ? this.#labels[model] : undefined;
    return Object.entries(labels ?? {}).flatMap(([label, of]) =>
      of === String(version) ? [label] : [],
    );
  }

  save(): SavedCore {
    return {
      config: this.#config,
      labels: this.#labels,
      models: this.#models,
      hasSource: this.#hasSource,
      ...(this.#wait && { wait: this.#wait.save() }),
    };
  }

  restore({ config, labels, models, hasSource, wait }: SavedCore): void {
    this.#config = config;
    this.#labels = labels;
    this.#models = models;
    this.#hasSource = hasSource;
    this.#wait = wait && new AvailabilityWait(wait.models, wait.noun, wait.decided);
  }

  /** A look at directories and a change of what to look at never overlap. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #reload(config: ServerConfig): Promise<void> {
    if (!this.#accept(config)) return;
    const { environment, manager, monitor, allowUnavailableLabels } = this.#options;
    this.#config = config;
    const models = config.kind === 'list' ? config.models : [];
    this.#labels = assignLabels(
      models,
      this.#labels,
      (model, version) => monitor.isAvailable(model, version),
      allowUnavailableLabels,
    );
    environment.log.log('I', AT.updating, 'Adding/updating models.');
    if (config.kind === 'custom') {
      environment.log.log('F', AT.custom, 'ModelServer does not yet support custom model config.');
      this.#options.aborted();
      return;
    }
    for (const { name } of models) {
      environment.log.log('I', AT.adding, ` (Re-)adding model: ${name}`);
    }
    validateSupported(models);
    const known = new Set(this.#models.map(({ name }) => name));
    const fresh = models.map(({ name }) => name).filter((name) => !known.has(name));
    const listed = new Set(models.map(({ name }) => name));
    for (const name of known) if (!listed.has(name)) manager.aspire(name, []);
    this.#wait = new AvailabilityWait(fresh, this.#hasSource ? 'model(s)' : 'servable(s)');
    this.#models = models;
    this.#hasSource = true;
    await this.#look();
  }

  /** @returns false for a configuration that asks for nothing */
  #accept(config: ServerConfig): boolean {
    const before = this.#config;
    if (before.kind !== 'none' && !(before.kind === 'list' && config.kind === 'list')) {
      throw new StatusError(
        'FAILED_PRECONDITION',
        'Cannot transition to requested config. It is only legal to transition from one ModelConfigList to another.',
      );
    }
    if (config.kind === 'none') {
      this.#options.environment.log.log('I', AT.emptyConfig, 'Taking no action for empty config.');
      this.#options.configured(undefined);
      return false;
    }
    if (config.kind === 'list') validateModels(config.models);
    if (config.kind === 'list' && before.kind === 'list') {
      validatePlatforms(before.models, config.models);
    }
    return true;
  }

  async #look(): Promise<void> {
    const { environment, manager } = this.#options;
    const found = await lookForVersions(this.#models, environment);
    for (const [model, versions] of found ?? []) manager.aspire(model, versions);
    manager.advance();
    this.conclude();
  }

  #finished(): void {
    const { environment, flushCaches } = this.#options;
    environment.log.log('I', AT.updated, 'Finished adding/updating models');
    if (!flushCaches) environment.log.log('I', AT.reloaded, 'Finished reloading config');
  }
}
