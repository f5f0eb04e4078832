/** What goes wrong around the service worker's containers: files, space, and its own end in the middle of things. */
import { HostBench } from '../conformance/serving/host-bench';
import { PREDICT, PREDICTED, SETUP } from './half-plus-two';
import { openControlled, serviceWorkerKiller, serviceWorkerTransport } from './serving-transport';
import { expect, test } from './test';

test.use({ serviceWorkers: 'allow' });

test('forgets what makes no sense, and says so', async ({ context, page }) => {
  await openControlled(page);
  const transport = serviceWorkerTransport(page);
  const bench = new HostBench(transport);
  const kill = await serviceWorkerKiller(context, page);
  await bench.put('half_plus_two', 'models/m/1');
  for (const content of ['', '{"format": 1', '{"format": 1, "containers": [{}]}', '\0\0\0\0']) {
    await bench.start(SETUP);
    expect((await bench.send(PREDICT))?.status).toBe(200);
    await kill();
    for (const file of ['serving/state.json', 'serving/requests.bin', 'pending/marker']) {
      await bench.write(`.slipway/${file}`, content);
    }
    expect(await bench.send(PREDICT)).toBeUndefined();
    expect(await transport.api.containers()).toEqual([]);
    await bench.start(SETUP);
    expect((await bench.send(PREDICT))?.status).toBe(200);
    expect((await bench.view()).log).toContain('.slipway/serving/state.json');
    await bench.reset();
    await bench.put('half_plus_two', 'models/m/1');
  }
});

test('goes on from memory on a full disk, and writes everything down when there is room', async ({
  context,
  page,
}) => {
  await openControlled(page);
  const bench = new HostBench(serviceWorkerTransport(page));
  const kill = await serviceWorkerKiller(context, page);
  await bench.put('half_plus_two', 'models/m/1');
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage - 1000 });
  await bench.start(SETUP);
  expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
  await expect
    .poll(async () => (await bench.view()).log)
    .toContain('slipway: containers cannot be written down ([Errno 28] No space left on device');
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await expect
    .poll(async () => {
      await bench.send(PREDICT);
      return (await bench.view()).log;
    })
    .toContain('slipway: containers are written down again.');
  await kill();
  expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
});

test('ended in the middle of a start or a stop, it has the container or has it not', async ({
  context,
  page,
}) => {
  test.setTimeout(240_000);
  await openControlled(page);
  const { api, elapse } = serviceWorkerTransport(page);
  const bench = new HostBench(serviceWorkerTransport(page));
  const kill = await serviceWorkerKiller(context, page);
  await bench.put('half_plus_two', 'models/m/1');
  const amid = async (work: Promise<unknown>, delay: number) => {
    // A call that was cut off is made again by the browser, whatever it has done by then.
    const ended = work.catch((error: unknown) =>
      expect(String(error)).toMatch(/Failed to fetch|is already in use/),
    );
    await page.waitForTimeout(delay);
    await kill();
    await ended;
  };
  for (let i = 0; i < 16; i++) {
    await amid(bench.start(SETUP), i * 8);
    if ((await api.containers()).length === 0) continue;
    await expect
      .poll(async () => {
        await elapse(10);
        return (await bench.send(PREDICT))?.text;
      })
      .toBe(PREDICTED);
    await amid(api.stop('bench'), i);
    const [left] = await api.containers();
    const answer = await bench.send(PREDICT);
    expect(answer?.status).toBe(left?.state === 'running' ? 200 : undefined);
    await api.remove('bench', true);
    expect(await bench.send(PREDICT)).toBeUndefined();
  }
});

test('a damaged version is not loaded, and the one that is in service stays there', async ({
  context,
  page,
}) => {
  await openControlled(page);
  const { elapse, files } = serviceWorkerTransport(page);
  const bench = new HostBench(serviceWorkerTransport(page));
  const kill = await serviceWorkerKiller(context, page);
  await bench.put('half_plus_two', 'models/m/1');
  await bench.start({ ...SETUP, args: ['--max_num_load_retries=0'] });
  const damages: readonly (readonly [file: string, bytes: Uint8Array | undefined])[] = [
    ['saved_model.pb', new Uint8Array()],
    ['saved_model.pb', Uint8Array.of(0x0a, 0xff, 0xff, 0xff)],
    ['variables/variables.index', new Uint8Array(300)],
    ['variables/variables.data-00000-of-00001', Uint8Array.of(1)],
    ['variables/variables.data-00000-of-00001', new Uint8Array(1000)],
    ['variables/variables.data-00000-of-00001', undefined],
  ];
  const whole = await files.fixture('half_plus_two');
  for (const [i, [file, bytes]] of damages.entries()) {
    const damaged = new Map(whole).set(file, bytes ?? new Uint8Array());
    if (!bytes) damaged.delete(file);
    const directory = `models/m/${i + 2}`;
    await files.writeDirectory(directory, damaged);
    await expect
      .poll(async () => {
        await elapse(500);
        return (await bench.send({ target: `/v1/models/m/versions/${i + 2}` }))?.text;
      }, file)
      .toContain('"state": "END"');
    expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
    await kill();
    expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
    await files.remove(directory);
  }
});

test('a version that is written over or half deleted is served as it was loaded', async ({
  context,
  page,
}) => {
  await openControlled(page);
  const { elapse } = serviceWorkerTransport(page);
  const bench = new HostBench(serviceWorkerTransport(page));
  const kill = await serviceWorkerKiller(context, page);
  await bench.put('half_plus_two', 'models/m/1');
  await bench.start(SETUP);
  await bench.put('out_int_vector', 'models/m/1');
  for (const file of ['variables', 'saved_model.pb']) {
    await elapse(1500);
    expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
    await kill();
    expect(await bench.send(PREDICT)).toMatchObject({ status: 200, text: PREDICTED });
    await bench.remove(`models/m/1/${file}`);
  }
});
