import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

const SMALL_MODEL = `
const model = keras.Sequential([
  layers.Input({ shape: [4] }),
  layers.Dense(3, { activation: "relu", name: "hidden" }),
  layers.Dense(1),
], { name: "small" });
model.compile({ optimizer: "adam", loss: "mse" });
const x = np.ones([32, 4]);
const y = np.zeros([32, 1]);
await model.fit(x, y, { epochs: 2, verbose: 0 });
await model.save("small.keras");`;

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('saves, loads in a new session, and goes on as if never stopped', async ({ lesson }) => {
  await lesson.cellAt(0).runCode(
    `${SMALL_MODEL}
const more = { epochs: 2, verbose: 0, shuffle: false };
const went_on = (await model.fit(x, y, more)).history.loss;
await files.write("went_on.json", new TextEncoder().encode(JSON.stringify(went_on)));`,
  );
  await lesson.reload();
  await lesson.cellAt(1).runCode(
    `const loaded = await keras.models.load_model("small.keras");
const h = await loaded.fit(np.ones([32, 4]), np.zeros([32, 1]), { epochs: 2, verbose: 0, shuffle: false });
const before = JSON.parse(new TextDecoder().decode(await files.read("went_on.json")));
np.testing.assert_allclose(np.array(h.history.loss), np.array(before), { rtol: 1e-5 });
print("as before");`,
  );
  await expect(lesson.cellAt(1).output).toContainText('as before');
});

const DAMAGES = [
  { name: 'is no archive', code: 'new TextEncoder().encode("not a zip")' },
  { name: 'was cut off', code: '(await files.read("small.keras")).slice(0, 3000)' },
  {
    name: 'has flipped bits',
    code: '(await files.read("small.keras")).map((byte, i) => (i > 2000 && i < 2100 ? byte ^ 255 : byte))',
  },
];

for (const { name, code } of DAMAGES) {
  test(`names the file when it ${name}`, async ({ lesson }) => {
    await lesson.cellAt(0).runCode(`${SMALL_MODEL}\nawait files.write("bad.keras", ${code});`);
    await lesson.cellAt(1).runCode('await keras.models.load_model("bad.keras")', 'Failed');
    await expect(lesson.cellAt(1).output).toContainText('bad.keras');
    await lesson.cellAt(1).runCode('(await keras.models.load_model("small.keras")).name');
    await expect(lesson.cellAt(1).output).toContainText('small');
  });
}

test("asks for an unregistered class in Keras's words, and takes it from custom_objects", async ({
  lesson,
}) => {
  const block = `
class MyBlock extends keras.Layer {
  call(x) { return x.mul(2); }
}`;
  await lesson.cellAt(0).runCode(
    `${block}
const model = keras.Sequential([layers.Input({ shape: [2] }), new MyBlock()]);
await model.save("custom.keras");`,
  );
  await lesson.cellAt(1).runCode('await keras.models.load_model("custom.keras")', 'Failed');
  await expect(lesson.cellAt(1).output).toContainText("Could not locate class 'MyBlock'");
  await lesson.cellAt(1).runCode(
    `const loaded = await keras.models.load_model("custom.keras", { custom_objects: { MyBlock } });
(await loaded.predict(np.ones([1, 2]), { verbose: 0 })).tolist()`,
  );
  await expect(lesson.cellAt(1).output).toContainText('2');
});
