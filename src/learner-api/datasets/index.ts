/** `keras.datasets` */
import { class_names, load_data } from './fashion-mnist';

export const datasets = { fashion_mnist: { load_data, class_names } } as const;

export type { FashionMnist } from './fashion-mnist';
export { isSyntheticData, keepProvenance, noteIfSynthetic } from './provenance';
