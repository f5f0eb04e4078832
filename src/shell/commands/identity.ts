/** Who and where: small commands that only say something. */
import type { Command } from '../command';

/** How many lines `yes` prints at most: a pipe here holds everything before anybody reads it. */
const YES_LINES = 100_000;

export const whoami: Command = async (_args, io) => {
  io.stdout('learner\n');
  return 0;
};

export const hostname: Command = async (_args, io) => {
  io.stdout(`${io.env.get('HOSTNAME') ?? 'slipway'}\n`);
  return 0;
};

export const uname: Command = async (args, io) => {
  const name = io.env.get('HOSTNAME') ?? 'slipway';
  io.stdout(args.includes('-a') ? `Linux ${name} wasm32 GNU/Linux\n` : 'Linux\n');
  return 0;
};

export const yes: Command = async (args, io) => {
  const line = `${args.length > 0 ? args.join(' ') : 'y'}\n`;
  io.stdout(line.repeat(Math.min(YES_LINES, Math.ceil(2 ** 24 / line.length))));
  return 0;
};
