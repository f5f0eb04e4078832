import { expect, it } from 'vitest';
import deflatedUrl from '../../../tests/fixtures/keras/deep_adam.keras?url';
import latestUrl from '../../../tests/fixtures/keras/mlp_libver_latest.keras?url';
import { readKerasArchive, writeKerasArchive } from './index';

async function load(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

it('unpacks deflated archives in a browser, and packs them as it does elsewhere', async () => {
  const archive = await readKerasArchive(await load(deflatedUrl), 'deep_adam.keras');
  expect(archive.weights.get('optimizer/vars')).toHaveLength(322);
  const again = await readKerasArchive(await writeKerasArchive(archive), 'again.keras');
  expect(again.config).toEqual(archive.config);
});

it('loads the HDF5 library in a browser for files of newer structure', async () => {
  const archive = await readKerasArchive(await load(latestUrl), 'mlp_libver_latest.keras');
  expect(archive.weights.get('layers/dense/vars')!.map(({ shape }) => shape)).toEqual([
    [36, 16],
    [16],
  ]);
});
