import type { TextLine } from '#state';

/** Whether a line is part of a table that is drawn with lines, and so must not wrap. */
export function isRuled(line: TextLine): boolean {
  return line.some(({ text }) => /[│┃┏┓┗┛┌┐└┘├┤┡┩]/.test(text));
}
