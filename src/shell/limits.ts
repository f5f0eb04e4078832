/** What of `just-bash` is used, and how far it may go. */
import { getCommandNames, type BashOptions } from 'just-bash/browser';

/** Some of these are computed with, and Infinity is no number of bytes. */
const ENDLESS = 2 ** 50;

/** A cell runs until it ends or is stopped; what cannot be stopped by a message keeps its limit. */
export const LIMITS: BashOptions['executionLimits'] = {
  maxCommandCount: ENDLESS,
  maxLoopIterations: ENDLESS,
  maxWorkUnits: ENDLESS,
  maxExecutionTimeMs: ENDLESS,
  maxOutputSize: ENDLESS,
  maxQueryElements: ENDLESS,
  maxAwkIterations: 10_000_000,
  maxSedIterations: 10_000_000,
};

/** Of its commands, those that need Node, or are no part of a system. */
const LEFT_OUT: ReadonlySet<string> = new Set(['gunzip', 'gzip', 'html-to-markdown', 'zcat']);

export const BUNDLED = {
  commands: getCommandNames().filter((name) => !LEFT_OUT.has(name)) as BashOptions['commands'],
  defenseInDepth: false,
} satisfies BashOptions;
