/** Whether the parts of a model fit together: what runtimes refuse, or trust without looking. */
import { ValueError } from '#errors';
import { BUILTIN_OPERATORS } from './builtin-operators';
import type { SignatureDef, TfliteModel } from './model';
import { CUSTOM, opCodeName } from './names';
import type { Refuse } from './refuse';
import { VERSION } from './schema';
import { checkSubgraph } from './validate-subgraph';
import { checkTensor } from './validate-tensor';

const HINT = 'The file is damaged, or the converter that made it has a mistake. Convert it again.';

/**
 * @param file for messages
 * @throws ValueError naming file and part when an index leads nowhere, a constant's bytes are not what its shape needs,
 * quantization parameters do not fit, or an operator reads what nothing has computed before it
 */
export function validateTflite(model: TfliteModel, file = 'model.tflite'): void {
  const refuse: Refuse = (what, hint = HINT) => {
    throw new ValueError(`${file}: ${what}.`, { place: file, hint });
  };
  if (model.version !== VERSION) {
    refuse(
      `Model provided is schema version ${model.version} not equal to supported version ${VERSION}`,
    );
  }
  if (model.subgraphs.length === 0) refuse('The model has no subgraph');
  checkCodes(model, refuse);
  for (const [index, graph] of model.subgraphs.entries()) {
    const inGraph = index === 0 ? '' : `subgraph ${index}, `;
    const refuseHere: Refuse = (what, hint) => refuse(inGraph + what, hint);
    for (const tensor of graph.tensors.keys()) checkTensor(model, graph, tensor, refuseHere);
    checkSubgraph(model, graph, refuseHere);
  }
  for (const { name, buffer } of model.metadata) {
    if (buffer >= model.buffers.length) {
      refuse(`metadata '${name}' names buffer ${buffer} of ${model.buffers.length}`);
    }
  }
  for (const signature of model.signatureDefs) checkSignature(model, signature, refuse);
}

function checkCodes({ operatorCodes }: TfliteModel, refuse: Refuse): void {
  for (const [index, code] of operatorCodes.entries()) {
    if (!BUILTIN_OPERATORS[code.builtinCode]) {
      refuse(
        `operator code ${index} has number ${code.builtinCode}, which no known op has`,
        'The file was made for a newer TensorFlow Lite, or is damaged.',
      );
    }
    if (code.builtinCode === CUSTOM && code.customCode === '') {
      refuse(`operator code ${index} is a custom op without a name`);
    }
    if (code.version < 1) refuse(`${opCodeName(code)} has version ${code.version}`);
  }
}

function checkSignature(model: TfliteModel, signature: SignatureDef, refuse: Refuse): void {
  const { signatureKey, subgraphIndex } = signature;
  const graph = model.subgraphs[subgraphIndex];
  if (!graph) {
    return refuse(
      `signature '${signatureKey}' names subgraph ${subgraphIndex} of ${model.subgraphs.length}`,
    );
  }
  for (const side of ['inputs', 'outputs'] as const) {
    const ends = new Set(graph[side]);
    const stray = signature[side].find(({ tensorIndex }) => !ends.has(tensorIndex));
    if (!stray) continue;
    const { name, tensorIndex } = stray;
    refuse(
      `signature '${signatureKey}': '${name}' names tensor ${tensorIndex}, none of the ${side}`,
    );
  }
}
