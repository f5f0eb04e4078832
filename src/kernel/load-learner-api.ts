import type { LearnerApi } from './learner-api';

interface Saved {
  save(path: string): Promise<void>;
}

/** The learner API as the kernel needs it, loaded when a worker boots. */
export async function loadLearnerApi(): Promise<LearnerApi> {
  const [{ createLearnerScope, setRuntime }, { display, repr }] = await Promise.all([
    import('#learner-api'),
    import('#learner-api/display'),
  ]);
  return {
    createLearnerScope,
    setRuntime,
    repr,
    display: (value) => display(value),
    saveModel: (model, path) => (model as Saved).save(path),
    // What the kernel itself has saved is safe, a TFSMLayer too.
    loadModel: async (path) =>
      createLearnerScope().keras.models.load_model(path, { safe_mode: false }),
  };
}
