/** Envelopes of layers and models: those of objects, and the shape that they were built with. */
import type { Json, KerasObject } from '#formats/keras';
import type { Layer } from '../layers/layer';
import { builtinOf } from './registry';
import { serializeKerasObject, serializeObject } from './serialize';

/** The envelope of a layer or model, without `compile_config`. */
export function serializeLayer(layer: Layer): KerasObject {
  const envelope = serializeObject(layer);
  if (builtinOf(layer)?.class_name === 'Functional') return functionalEnvelope(envelope);
  if (layer.build_shape === undefined) return envelope;
  return { ...envelope, build_config: { input_shape: serializeKerasObject(layer.build_shape) } };
}

/** A functional model stands under the module that Keras looks it up in. */
function functionalEnvelope({ config }: KerasObject): KerasObject {
  const build_config: { readonly [key: string]: Json } = { input_shape: null };
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config,
    registered_name: 'Functional',
    build_config,
  };
}
