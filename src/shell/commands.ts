/** The commands that are our own, by name. Each is loaded when it is first called. */
import type { Command } from './command';

export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {};
