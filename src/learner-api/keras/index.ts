/** `keras` as cells see it. What Keras has and this module has not is a NotImplementedError that names it. */
import { datasets } from '../datasets';
import { pythonModule } from '../python/module';
import * as activations from './activations';
import { callbacks } from './callbacks';
import { ExportArchive } from './export';
import * as initializers from './initializers';
import { Input, Layer, layers } from './layers';
import { losses } from './losses';
import { metrics } from './metrics';
import { clone_model, Model, model_from_json, Sequential } from './models';
import { ops } from './ops';
import { optimizers } from './optimizers';
import * as regularizers from './regularizers';
import { loadModel, saveModel } from './saving';
import {
  get_registered_name,
  get_registered_object,
  register_keras_serializable,
} from './serialization';
import { utils } from './utils';
import { pythonClass } from '../python/class';
import type { KerasTensor as KerasTensorType } from './keras-tensor';
import type { Layer as LayerType } from './layers';
import type { Model as ModelType } from './models';
import { KerasVariable } from './variable';

/** `load_model(filepath, custom_objects=None, compile=True, safe_mode=True)`: a model from a `.keras` file. */
const load_model = loadModel;
/** `save_model(model, filepath, overwrite=True)`: the same as `model.save(filepath)`. */
const save_model = saveModel;

/** Types, for annotations. */
// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace keras {
  type KerasTensor = KerasTensorType;
  type Layer = LayerType;
  type Model = ModelType;
}

export const keras = pythonModule('keras', {
  /** The version of Keras whose names, defaults, messages and numbers these are. */
  __version__: '3.15.1',
  Input,
  Layer,
  Loss: losses.Loss,
  Metric: metrics.Metric,
  Model,
  Optimizer: optimizers.Optimizer,
  Sequential,
  Variable: pythonClass(KerasVariable),
  activations: pythonModule('keras.activations', activations),
  backend: pythonModule('keras.backend', { clear_session: utils.clear_session }),
  callbacks,
  datasets,
  export: pythonModule('keras.export', { ExportArchive }),
  initializers: pythonModule('keras.initializers', initializers),
  layers,
  losses,
  metrics,
  models: pythonModule('keras.models', {
    Model,
    Sequential,
    clone_model,
    load_model,
    model_from_json,
    save_model,
  }),
  ops,
  optimizers,
  regularizers: pythonModule('keras.regularizers', regularizers),
  saving: pythonModule('keras.saving', {
    get_registered_name,
    get_registered_object,
    load_model,
    register_keras_serializable,
    save_model,
  }),
  utils,
});
