/** The commands that are our own, by name. Each is loaded when it is first called. */
import type { Command } from './command';

const python = async () => (await import('./commands/python')).python;

export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  cat: async () => (await import('./commands/cat')).cat,
  curl: async () => (await import('./commands/curl')).curl,
  docker: async () => (await import('./commands/docker')).docker,
  du: async () => (await import('./commands/du')).du,
  file: async () => (await import('./commands/file')).file,
  hexdump: async () => (await import('./commands/dump')).hexdump,
  hostname: async () => (await import('./commands/identity')).hostname,
  ls: async () => (await import('./commands/ls')).ls,
  python,
  python3: python,
  saved_model_cli: async () => (await import('./saved-model-cli')).savedModelCli,
  tree: async () => (await import('./commands/tree')).tree,
  uname: async () => (await import('./commands/identity')).uname,
  unzip: async () => (await import('./commands/zip/unzip')).unzip,
  wc: async () => (await import('./commands/wc')).wc,
  whoami: async () => (await import('./commands/identity')).whoami,
  xxd: async () => (await import('./commands/dump')).xxd,
  yes: async () => (await import('./commands/identity')).yes,
  zip: async () => (await import('./commands/zip/zip')).zip,
};
