export { FileError, type Command, type CommandIO, type FileStat, type ShellFiles } from './command';
