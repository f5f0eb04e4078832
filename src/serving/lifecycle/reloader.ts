/** Configurations that follow the first one: from the file, looked at again and again, or brought by a request. */
import type { StatusError } from '#executor';
import type { ServerConfig } from '../config/server-config';
import { readConfigFile } from '../config/startup';
import type { Environment } from '../environment';
import type { ServerCore } from './core';
import { statusOf } from '../errors';
import { AT } from '../log-sources';

interface ReloaderOptions {
  readonly core: ServerCore;
  readonly environment: Environment;
  /** `--model_config_file` */
  readonly file: string;
  /** The core's state has changed. */
  readonly changed: () => void;
}

export class Reloader {
  readonly #options: ReloaderOptions;
  /** Told of the next configuration that is carried out, or fails. */
  #waiters: ((failure: StatusError | undefined) => void)[] = [];
  /** The one under way was brought by a request, which hears of its end. */
  #isAsked = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ReloaderOptions) {
    this.#options = options;
  }

  /** A configuration is being carried out: the file has to wait. */
  get isBusy(): boolean {
    return this.#isAsked || this.#options.core.isConfiguring;
  }

  /** Makes true what the file says now; what is wrong with it, only the log tells. */
  async fromFile(): Promise<void> {
    const { environment, file } = this.#options;
    let config: ServerConfig;
    try {
      config = await readConfigFile(file, environment);
    } catch (error) {
      const text = `Failed to read ModelServerConfig file: ${statusOf(error).message}`;
      environment.log.log('E', AT.unreadable, text);
      return;
    }
    const refused = await this.#reload(config);
    if (refused) this.#complain(refused);
  }

  /** What a request brings, one after the other: resolves when its new models are there. @throws StatusError */
  fromRequest(config: ServerConfig): Promise<void> {
    const reloaded = this.#queue.then(() => this.#carryOut(config));
    this.#queue = reloaded.catch(() => undefined);
    return reloaded;
  }

  /** To be told how each configuration ends. */
  configured(failure: StatusError | undefined): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const tell of waiters) tell(failure);
    if (failure && !this.#isAsked) this.#complain(failure);
  }

  async #carryOut(config: ServerConfig): Promise<void> {
    while (this.#options.core.isConfiguring) await this.#nextConfigured();
    const over = this.#nextConfigured();
    this.#isAsked = true;
    const failure = (await this.#reload(config)) ?? (await over);
    this.#isAsked = false;
    if (failure) throw failure;
  }

  /** @returns why a configuration is refused at once */
  async #reload(config: ServerConfig): Promise<StatusError | undefined> {
    try {
      await this.#options.core.reload(config);
      return undefined;
    } catch (error) {
      return statusOf(error);
    } finally {
      this.#options.changed();
    }
  }

  #nextConfigured(): Promise<StatusError | undefined> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #complain({ message }: StatusError): void {
    const text = `PollFilesystemAndReloadConfig failed to ReloadConfig: ${message}`;
    this.#options.environment.log.log('E', AT.refused, text);
  }
}
