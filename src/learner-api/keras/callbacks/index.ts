/** `keras.callbacks` */
import { pythonModule } from '../../python/module';
import { pythonClass } from '../../python/class';
import { Callback } from './callback';
import { EarlyStopping } from './early-stopping';
import { History } from './history';
import { LearningRateScheduler, ReduceLROnPlateau } from './learning-rate';
import { ModelCheckpoint } from './model-checkpoint';
import { LambdaCallback, TerminateOnNaN } from './simple';

export { Callback, type CallbackParams, type Hook, type Logs } from './callback';
export { CallbackList } from './callback-list';
export { History } from './history';

/** What a learner calls or extends. */
export const callbacks = pythonModule('keras.callbacks', {
  Callback: pythonClass(Callback),
  EarlyStopping: pythonClass(EarlyStopping),
  History: pythonClass(History),
  LambdaCallback: pythonClass(LambdaCallback),
  LearningRateScheduler: pythonClass(LearningRateScheduler),
  ModelCheckpoint: pythonClass(ModelCheckpoint),
  ReduceLROnPlateau: pythonClass(ReduceLROnPlateau),
  TerminateOnNaN: pythonClass(TerminateOnNaN),
});
