/**
 * One shell, as one terminal: scripts run one after the other, and each finds what the one before has left. Every script
 * runs in a `just-bash` of its own, over the same files.
 */
import { Bash, InMemoryFs, MountableFs } from 'just-bash/browser';
import type { ServingApi } from '#protocol';
import type { Workspace } from '#workspace';
import { adaptCommands, type Surroundings } from './adapt';
import { ChannelFs } from './channels';
import { CHANNELS, HOME } from './files/paths';
import { WorkspaceFs } from './files/workspace-fs';
import { BUNDLED, LIMITS } from './limits';
import { ScriptRun } from './script-run';
import { EMPTY_SESSION, type Session } from './script/session';
import { Terminal, type TerminalOutput } from './terminal';

export interface ShellOptions {
  readonly workspace: Workspace;
  /** What `docker` and `curl` speak to. */
  readonly serving: ServingApi;
}

export interface RunOptions extends TerminalOutput {
  /** Its reason is what `run` throws when it is aborted. */
  readonly signal: AbortSignal;
  /** Lets messages in if it is time for that. */
  pause(): Promise<void>;
}

export interface Shell {
  /**
   * Runs a script and resolves to the exit status of its last command.
   * @throws the signal's reason when it is stopped
   */
  run(script: string, options: RunOptions): Promise<number>;
}

export function createShell(options: ShellOptions): Shell {
  return new BashShell(options);
}

function environment(): Record<string, string> {
  return {
    HOME,
    USER: 'learner',
    LOGNAME: 'learner',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    HOSTNAME: 'slipway',
    TZ: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

class BashShell implements Shell {
  readonly #options: ShellOptions;
  readonly #home: WorkspaceFs;
  readonly #root = new InMemoryFs();
  /** Parses lines of our own. Making it gives the root what a system has, and in /usr/bin what `which` looks for. */
  readonly #parser: Bash;
  #session: Session = EMPTY_SESSION;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#home = new WorkspaceFs(options.workspace);
    this.#root.mkdirSync('/tmp');
    const signal = new AbortController().signal;
    const customCommands = adaptCommands({
      ...options,
      signal,
      pause: async () => undefined,
      show: () => undefined,
      advise: () => undefined,
      adviseAtEnd: () => undefined,
    });
    this.#parser = new Bash({ ...BUNDLED, fs: this.#root, cwd: '/', customCommands });
  }

  async run(text: string, options: RunOptions): Promise<number> {
    const { signal, pause } = options;
    signal.throwIfAborted();
    const terminal = new Terminal(options);
    const parse = (more: string) => this.#parser.transform(more).ast;
    const script = new ScriptRun(this.#session, terminal, parse, pause);
    const forget = this.#home.onFailure((error) => script.failed(error));
    try {
      const show: Surroundings['show'] = (stream, bytes) => terminal.write(stream, bytes);
      const advise = (line: string) => terminal.advise(line);
      const adviseAtEnd: Surroundings['adviseAtEnd'] = (topic, line) =>
        terminal.adviseAtEnd(topic, line);
      const around = { ...this.#options, signal, pause, show, advise, adviseAtEnd };
      const bash = this.#open(script, around);
      const { env } = this.#session;
      const cwd = await this.#directory(bash);
      terminal.startIn(cwd);
      const result = await bash.exec(text, {
        rawScript: true,
        signal,
        cwd,
        env: { ...env, PWD: cwd },
      });
      signal.throwIfAborted();
      const told = script.ended(result);
      if (told) this.#session = told.session;
      return told?.status ?? result.exitCode;
    } catch (error) {
      signal.throwIfAborted();
      return script.crashed(error);
    } finally {
      forget();
      terminal.close();
    }
  }

  #open(script: ScriptRun, around: Surroundings): Bash {
    const mounts = [
      { mountPoint: HOME, filesystem: this.#home },
      { mountPoint: CHANNELS, filesystem: new ChannelFs(script) },
    ];
    const bash = new Bash({
      ...BUNDLED,
      fs: new MountableFs({ base: this.#root, mounts }),
      cwd: HOME,
      env: environment(),
      executionLimits: LIMITS,
      customCommands: adaptCommands(around),
    });
    bash.registerTransformPlugin({
      name: 'cell',
      transform: ({ ast }) => ({ ast: script.prepare(ast) }),
    });
    return bash;
  }

  /** Where the last script went, as long as that is there. */
  async #directory({ fs }: Bash): Promise<string> {
    const { cwd } = this.#session;
    return (await fs.exists(cwd)) && (await fs.stat(cwd)).isDirectory ? cwd : HOME;
  }
}
