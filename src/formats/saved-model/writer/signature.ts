/** Signatures: a function that takes and returns tensors by key, around the function of an endpoint. */
import { compareUtf8 } from '#bytes';
import type { TensorSpec } from '#graph';
import { ValueError } from '#errors';
import type { ExportedEndpoint } from '../source';
import { callNode, callOp } from './call-node';
import type { EndpointFunction } from './endpoint-function';
import { functionDef, type WrittenFunction } from './function-def';
import { argumentName, libraryName, Names } from './names';
import { childrenOf, isTensor } from './structures';

export interface SignatureTensor {
  readonly key: string;
  readonly spec: TensorSpec;
}

/** Arguments and results are sorted by key. */
export interface SignatureFunction extends WrittenFunction {
  /** The signature's name. */
  readonly signature: string;
  readonly endpoint: EndpointFunction;
  readonly keyedInputs: readonly SignatureTensor[];
  readonly keyedOutputs: readonly SignatureTensor[];
}

/** @param uid a number that no other function of the model has */
export function signatureFunction(
  signature: string,
  callee: EndpointFunction,
  uid: number,
): SignatureFunction {
  const { endpoint, endpointInputs, captures } = callee;
  const name = libraryName(`signature_wrapper_${endpoint.functionName}`, uid);
  const names = new Names();
  const inputs = endpointInputs.toSorted((a, b) => compareUtf8(a.key, b.key));
  const { args, callInputs } = argumentsFor(callee, inputs, names);
  const call = names.claim(callOp(callee));
  const outputs = keyedResults(endpoint, signature).map(({ key, index }) => {
    return { key, from: `${call}:output:${index}`, spec: callee.outputs[index]! };
  });
  const parts = {
    name,
    args,
    nodes: [callNode(call, callee, callInputs)],
    outputs,
    mustRun: callee.isStateful ? [call] : [],
    isStateful: callee.isStateful,
  };
  return {
    name,
    def: functionDef(parts, names),
    isStateful: callee.isStateful,
    inputs: inputs.map(({ spec }) => spec),
    captures,
    assigned: callee.assigned,
    outputs: outputs.map(({ spec }) => spec),
    signature,
    endpoint: callee,
    keyedInputs: inputs.map(({ key, spec }) => ({ key, spec })),
    keyedOutputs: outputs.map(({ key, spec }) => ({ key, spec })),
  };
}

/** The signature's arguments, sorted, and what of them the endpoint takes in which order. */
function argumentsFor(
  { endpointInputs, captures }: EndpointFunction,
  inputs: EndpointFunction['endpointInputs'],
  names: Names,
) {
  const tensors = inputs.map(({ key, spec }) => {
    return { name: names.claim(argumentName(key), 0), key, spec, userName: key };
  });
  const resources = captures.map((variable) => {
    const spec = { dtype: 'resource', shape: [] } as const;
    return { name: names.claim('unknown', 0), spec, variable };
  });
  const nameOf = (key: string) => tensors.find((arg) => arg.key === key)!.name;
  const callInputs = [
    ...endpointInputs.map(({ key }) => nameOf(key)),
    ...resources.map(({ name }) => name),
  ];
  return { args: [...tensors, ...resources], callInputs };
}

/** The endpoint's results sorted by their keys in the signature, each with its place among all. */
function keyedResults(endpoint: ExportedEndpoint, signature: string) {
  const { outputs } = endpoint;
  const isNamed = !isTensor(outputs) && !Array.isArray(outputs);
  const results = isTensor(outputs) ? [['0', outputs] as const] : childrenOf(outputs);
  return results
    .map(([name, result], index) => {
      const key = isNamed ? name : `output_${name}`;
      if (!isTensor(result)) throw notATensor(key, endpoint, signature);
      return { key, index };
    })
    .sort((a, b) => compareUtf8(a.key, b.key));
}

function notATensor(key: string, endpoint: ExportedEndpoint, signature: string): ValueError {
  return new ValueError(
    `Got a non-Tensor value for key '${key}' in the output of the function ${endpoint.functionName} used to generate ` +
      `the SavedModel signature '${signature}'. Outputs for functions used as signatures must be a single Tensor, ` +
      'a sequence of Tensors, or a dictionary from string to Tensor.',
    { place: endpoint.name, hint: 'Return the tensors in one flat list or dict.' },
  );
}
