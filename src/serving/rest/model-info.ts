/** `GET /v1/models/M` and `…/metadata`. */
import { toJson } from '@bufbuild/protobuf';
import { SignatureDefSchema } from '#formats/saved-model/schema';
import type { VersionStatus } from '../servable';
import { versionStatuses } from '../version-statuses';
import { invalid } from '../errors';
import { withServable } from '../inference';
import type { Call } from './call';
import { printProtobufJson, type PlainJson } from './protobuf-json';

/** A label is not looked at. @throws StatusError */
export function modelStatus(call: Call): string {
  const { name, version } = named(call);
  const wanted = versionStatuses(call.options.servables, name, version);
  return printProtobufJson({ model_version_status: wanted.map(statusJson) });
}

function statusJson({ version, state, code, message }: VersionStatus): PlainJson {
  return {
    version: String(version),
    state,
    status: { error_code: code, error_message: message },
  };
}

/** Every signature of a loaded version. @throws StatusError */
export async function modelMetadata(call: Call): Promise<string> {
  const { name } = named(call);
  const { options, model, note } = call;
  return withServable(options.servables, model, note, ({ version, metaGraph }) => {
    const spec = { name, version: String(version), signature_name: '' };
    const signatures = Object.entries(metaGraph.signatureDef).map(([key, signature]) => {
      const options = { alwaysEmitImplicit: true, useProtoFieldName: true };
      return [key, toJson(SignatureDefSchema, signature, options) as PlainJson] as const;
    });
    const definition = { signature_def: Object.fromEntries(signatures) };
    return (
      `{\n"model_spec":${printProtobufJson(spec)},\n` +
      `"metadata": {"signature_def": ${printProtobufJson(definition)}}\n}\n`
    );
  });
}

function named({ model }: Call): Call['model'] {
  if (model.name === '') throw invalid('Missing model name in request.');
  return model;
}
