import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

const PREDICT = `
const model = keras.Sequential([layers.Input({ shape: [4] }), layers.Dense(2)]);
print((await model.predict(np.ones([1, 4]), { verbose: 0 })).shape);`;

test('says that the engine did not arrive, and gets it once the network is back', async ({
  lesson,
  context,
}) => {
  await lesson.open(FIRST_LESSON);
  const cell = lesson.cellAt(0);
  await cell.runCode('print("the kernel runs")');
  await cell.write(PREDICT);
  await context.setOffline(true);
  await cell.run('Failed');
  await expect(cell.output).toContainText(
    "TensorFlow.js for the backend 'wasm' could not be loaded",
  );
  await expect(cell.output).toContainText('Check the connection, then run the cell again.');
  await context.setOffline(false);
  await cell.run();
  await expect(cell.output).toContainText('(1, 2)');
  await context.setOffline(true);
  await cell.run();
  await expect(cell.output).toContainText('(1, 2)');
});
