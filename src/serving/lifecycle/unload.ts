/** Takes a version away: no new requests, the old ones finish, then it is gone. */
import type { Harness } from './harness';
import type { ManagerOptions } from './loading';
import { AT, nameOf } from '../log-sources';

type Surroundings = Pick<ManagerOptions, 'environment' | 'monitor' | 'kept' | 'changed'>;

/** Goes on where it was when the process ended amid an unload. */
export async function unloadVersion(
  harness: Harness,
  { environment, monitor, kept, changed }: Surroundings,
): Promise<void> {
  const { model, version } = harness;
  const name = nameOf(model, version);
  const info = (source: string, text: string) => environment.log.log('I', source, text);
  if (harness.state !== 'quiescing') {
    monitor.publish(model, version, 'UNLOADING');
    info(AT.quiescing, `Quiescing servable version ${name}`);
    harness.state = 'quiescing';
    changed();
  }
  await harness.drained();
  info(AT.quiesced, `Done quiescing servable version ${name}`);
  info(AT.unloading, `Unloading just-loaded servable version ${name}`);
  harness.loaded = undefined;
  harness.state = 'disabled';
  info(AT.unloaded, `Done unloading servable version ${name}`);
  monitor.publish(model, version, 'END');
  if (kept === undefined || harness.key === undefined) return;
  const { key } = harness;
  harness.key = undefined;
  // What cannot be dropped now is an orphan, which whoever keeps the files finds by the keys in use.
  await kept.drop(key).catch(() => undefined);
}
