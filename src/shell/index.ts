export { FileError, type Command, type CommandIO, type FileStat, type ShellFiles } from './command';
export { createShell, type RunOptions, type Shell, type ShellOptions } from './shell';
