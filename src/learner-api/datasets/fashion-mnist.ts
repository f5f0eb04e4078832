/** `keras.datasets.fashion_mnist` */
import { KeyboardInterrupt } from '#errors';
import { NDArray } from '#tensor';
import { getRuntime, type Runtime } from '../runtime';
import { loadOfficial, type Elements } from './official';
import { noteIfSynthetic, SYNTHETIC } from './provenance';
import { isPage } from './receive';
import { drawDataset } from './synthetic';

/** `(x_train, y_train), (x_test, y_test)` */
export type FashionMnist = [
  [x_train: NDArray, y_train: NDArray],
  [x_test: NDArray, y_test: NDArray],
];

interface Loaded {
  readonly elements: Elements;
  readonly provenance: string | undefined;
}

/** What a label stands for. */
export const class_names: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

let loaded: Loaded | undefined;

/**
 * `(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()`
 *
 * Images are uint8 of shape (60000, 28, 28) and (10000, 28, 28), labels uint8 from 0 to 9. The second call in a kernel
 * answers from memory. Where the app has no data files, the arrays hold a synthetic stand-in, and a note says so.
 *
 * @throws ValueError for a truncated or corrupted file, RuntimeError for one that does not come
 */
export async function load_data(): Promise<FashionMnist> {
  loaded ??= await load(getRuntime());
  const arrays = toArrays(loaded);
  noteIfSynthetic(arrays[0][0]);
  return arrays;
}

async function load(runtime: Runtime): Promise<Loaded> {
  if (await isAbsent(runtime)) {
    return { elements: await drawDataset(runtime), provenance: SYNTHETIC };
  }
  return { elements: await loadOfficial(runtime), provenance: undefined };
}

/**
 * Whether the app was built without the data files. A server that cannot be reached says nothing about that: the
 * cache of an earlier visit may have the files.
 */
async function isAbsent({ baseUrl, signal }: Runtime): Promise<boolean> {
  if (signal.aborted) throw new KeyboardInterrupt();
  const response = await fetch(`${baseUrl}data/index.json`, { signal, cache: 'no-cache' }).catch(
    () => undefined,
  );
  if (signal.aborted) throw new KeyboardInterrupt();
  if (!response || response.status >= 500) return false;
  if (!response.ok || isPage(response)) return true;
  const index = (await response.json().catch(() => ({}))) as { readonly fashion_mnist?: unknown };
  return index.fashion_mnist !== 'official';
}

/** Images are shared between calls, labels are copied: they are what a careless cell would write into. */
function toArrays({ elements, provenance }: Loaded): FashionMnist {
  const [trainImages, trainLabels, testImages, testLabels] = elements;
  const images = (data: Uint8Array) =>
    new NDArray(data, [data.length / 784, 28, 28], 'uint8', provenance);
  const labels = (data: Uint8Array) =>
    new NDArray(data.slice(), [data.length], 'uint8', provenance);
  return [
    [images(trainImages), labels(trainLabels)],
    [images(testImages), labels(testLabels)],
  ];
}
