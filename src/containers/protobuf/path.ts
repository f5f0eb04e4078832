/** Names a place in a message: `meta_graphs[0].graph_def.node[3].attr["dtype"]`. */
import { Cursor } from './cursor';
import { WIRE, type FieldPlan } from './plan';

/** One field on the way from the outermost message to a place in it. */
export interface Frame {
  readonly field: FieldPlan;
  readonly number: number;
  /** Where the message begins that has the field. */
  readonly messageStart: number;
  /** Where the field itself begins. */
  readonly tagAt: number;
  readonly isMapEntry: boolean;
}

const MAX_KEY = 80;

/** @param frames outermost first; all bytes before the last one's have been checked */
export function fieldPath(bytes: Uint8Array, frames: readonly Frame[]): string {
  let path = '';
  for (const [depth, frame] of frames.entries()) {
    if (frame.isMapEntry) continue;
    const next = frames[depth + 1];
    const key = next?.isMapEntry ? mapKey(bytes, next) : undefined;
    const index = frame.field.isRepeated ? `[${key ?? countBefore(bytes, frame)}]` : '';
    path += `${path === '' ? '' : '.'}${frame.field.name}${index}`;
  }
  return path;
}

/** How many of the message's fields before this one have its number. */
function countBefore(bytes: Uint8Array, frame: Frame): number {
  const cursor = new Cursor(bytes);
  cursor.at = frame.messageStart;
  let count = 0;
  while (cursor.at < frame.tagAt) {
    const { number, wireType } = cursor.tag(bytes.length);
    if (number === frame.number) count++;
    cursor.skip(wireType, bytes.length);
  }
  return count;
}

/** The entry's key in quotes, when it is a text that comes before the entry's broken part. */
function mapKey(bytes: Uint8Array, frame: Frame): string | undefined {
  const cursor = new Cursor(bytes);
  cursor.at = frame.messageStart;
  if (frame.tagAt === frame.messageStart) return undefined;
  const { number, wireType } = cursor.tag(bytes.length);
  if (number !== 1 || wireType !== WIRE.lengthDelimited) return undefined;
  const end = cursor.length(bytes.length);
  const text = new TextDecoder().decode(
    bytes.subarray(cursor.at, Math.min(end, cursor.at + MAX_KEY)),
  );
  return JSON.stringify(text);
}
