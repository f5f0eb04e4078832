/**
 * Lets a script's output come as it is made. `just-bash` hands it out when the whole script has ended; what a command
 * writes to a file is written at once. So every statement whose output would go to the terminal is told to append it to
 * a channel instead.
 *
 * Statements of loops, branches and groups are told one by one; pipelines and functions come whole, and so do lists with
 * && unless a command in them writes while it runs.
 */
import { CHANNELS } from '../files/paths';
import { isLiveList } from './terminal-marks';
import {
  group,
  nameOf,
  redirection,
  statementOf,
  walk,
  type CommandNode,
  type Pipeline,
  type Redirection,
  type Script,
  type SimpleCommand,
  type Statement,
} from './ast';

const STDOUT_CHANNEL = `${CHANNELS}/stdout`;
const STDERR_CHANNEL = `${CHANNELS}/stderr`;

/** The statements of a script with their output to the channels. Functions that they define are left as they are. */
export function stream(script: Script): Statement[] {
  return streamAll(script.statements);
}

/** `exec >file` is about all that follows: nothing can be put around or behind that. */
export function redirectsItself(script: Script): boolean {
  let found = false;
  walk(script, (node) => {
    if (node.type !== 'SimpleCommand') return;
    const command = node as SimpleCommand;
    if (nameOf(command) === 'exec' && command.args.length === 0) found = true;
  });
  return found;
}

function streamAll(statements: readonly Statement[]): Statement[] {
  return statements.map(streamStatement);
}

function streamStatement(statement: Statement): Statement {
  if (statement.deferredError) return statement;
  if (isLiveList(statement)) return streamList(statement);
  const [pipeline, ...more] = statement.pipelines;
  if (!pipeline || more.length > 0 || statement.background) return wrapStatement(statement);
  if (pipeline.negated || pipeline.timed) return wrapStatement(statement);
  return { ...statement, pipelines: [streamPipeline(pipeline)] };
}

/** No groups around its commands: with `set -e`, a group that fails ends the script even in a list. */
function streamList(statement: Statement): Statement {
  const pipelines = statement.pipelines.map((pipeline) => {
    const [command] = pipeline.commands as [SimpleCommand];
    const redirections = [...both(), ...command.redirections];
    return { ...pipeline, commands: [{ ...command, redirections }] };
  });
  return { ...statement, pipelines };
}

/** The commands of a pipeline stay its own, so that `PIPESTATUS` tells of them. */
function streamPipeline(pipeline: Pipeline): Pipeline {
  const { commands, pipeStderr } = pipeline;
  if (commands.length === 1) return { ...pipeline, commands: [streamCommand(commands[0]!)] };
  const streamed = commands.map((command, i) => {
    if (i === commands.length - 1) return wrap(command, both());
    return pipeStderr?.[i] ? command : withStderr(command);
  });
  return { ...pipeline, commands: streamed };
}

function streamCommand(command: CommandNode): CommandNode {
  if (command.type === 'FunctionDef') return command;
  if (command.redirections.length > 0) return wrap(command, both());
  switch (command.type) {
    case 'Group':
    case 'Subshell':
    case 'For':
    case 'CStyleFor':
      return { ...command, body: streamAll(command.body) };
    case 'While':
    case 'Until':
      return {
        ...command,
        condition: streamAll(command.condition),
        body: streamAll(command.body),
      };
    case 'If':
      return {
        ...command,
        clauses: command.clauses.map(({ condition, body }) => ({
          condition: streamAll(condition),
          body: streamAll(body),
        })),
        elseBody: command.elseBody && streamAll(command.elseBody),
      };
    case 'Case':
      return {
        ...command,
        items: command.items.map((item) => ({ ...item, body: streamAll(item.body) })),
      };
    default:
      return wrap(command, both());
  }
}

function wrapStatement(statement: Statement): Statement {
  return statementOf(group([statement], both()));
}

function wrap(command: CommandNode, redirections: Redirection[]): CommandNode {
  if (command.type === 'FunctionDef') return command;
  return group([statementOf(command)], redirections);
}

/** No group around it: a group makes text of what it hands on, and these may be bytes. */
function withStderr(command: CommandNode): CommandNode {
  return { ...command, redirections: [stderr(), ...command.redirections] };
}

function both(): Redirection[] {
  return [redirection(1, '>>', STDOUT_CHANNEL), stderr()];
}

function stderr(): Redirection {
  return redirection(2, '>>', STDERR_CHANNEL);
}
