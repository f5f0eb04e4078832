/** Messages and stubs as cells see them: Python's names, typed for the editor. */
import type { PythonMessage, Repeated } from './message-types';
import type { StatusCodeMember } from './status-code';

export interface Int64Value extends PythonMessage<Int64Value> {
  value: number | bigint;
}

export interface ModelSpec extends PythonMessage<ModelSpec> {
  /** As in `--model_name` or the model config file. */
  name: string;
  /** `spec.version.value = 2`; without it the latest version answers. */
  readonly version: Int64Value;
  version_label: string;
  /** Default: `serving_default`. */
  signature_name: string;
}

export interface TensorShapeProtoDim extends PythonMessage<TensorShapeProtoDim> {
  size: number | bigint;
  name: string;
}

export interface TensorShapeProto extends PythonMessage<TensorShapeProto> {
  readonly dim: Repeated<TensorShapeProtoDim>;
  unknown_rank: boolean;
}

/** A tensor in a message: all its bytes in `tensor_content`, or one value after the other. */
export interface TensorProto extends PythonMessage<TensorProto> {
  /** A number of the enum DataType: 1 is float32. */
  dtype: number;
  readonly tensor_shape: TensorShapeProto;
  tensor_content: Uint8Array;
  readonly float_val: Repeated<number>;
  readonly double_val: Repeated<number>;
  readonly int_val: Repeated<number>;
  readonly int64_val: Repeated<number | bigint>;
  readonly bool_val: Repeated<boolean>;
  readonly string_val: Repeated<Uint8Array>;
}

export interface PredictRequest extends PythonMessage<PredictRequest> {
  readonly model_spec: ModelSpec;
  /** `request.inputs["images"].CopyFrom(tf.make_tensor_proto(x))` */
  readonly inputs: Record<string, TensorProto>;
  /** Names of the outputs that are wanted; none means all. */
  readonly output_filter: Repeated<string>;
}

export interface PredictResponse extends PythonMessage<PredictResponse> {
  readonly model_spec: ModelSpec;
  /** `tf.make_ndarray(response.outputs["output_0"])` */
  readonly outputs: Record<string, TensorProto>;
}

export interface AnyMessage extends PythonMessage<AnyMessage> {
  type_url: string;
  value: Uint8Array;
  /** Reads the message inside into `message`. @returns false when it is another kind of message */
  Unpack(message: PythonMessage<unknown>): boolean;
}

export interface GetModelMetadataRequest extends PythonMessage<GetModelMetadataRequest> {
  readonly model_spec: ModelSpec;
  /** `signature_def` is the only one there is. */
  readonly metadata_field: Repeated<string>;
}

export interface GetModelMetadataResponse extends PythonMessage<GetModelMetadataResponse> {
  readonly model_spec: ModelSpec;
  readonly metadata: Record<string, AnyMessage>;
}

export interface TensorInfo extends PythonMessage<TensorInfo> {
  /** Of the graph's tensor: `serving_default_images:0`. */
  name: string;
  dtype: number;
  readonly tensor_shape: TensorShapeProto;
}

export interface SignatureDef extends PythonMessage<SignatureDef> {
  readonly inputs: Record<string, TensorInfo>;
  readonly outputs: Record<string, TensorInfo>;
  method_name: string;
}

export interface SignatureDefMap extends PythonMessage<SignatureDefMap> {
  readonly signature_def: Record<string, SignatureDef>;
}

export interface StatusProto extends PythonMessage<StatusProto> {
  error_code: number;
  error_message: string;
}

export interface ModelVersionStatus extends PythonMessage<ModelVersionStatus> {
  version: number | bigint;
  /** 10 START, 20 LOADING, 30 AVAILABLE, 40 UNLOADING, 50 END. */
  state: number;
  readonly status: StatusProto;
}

export interface GetModelStatusRequest extends PythonMessage<GetModelStatusRequest> {
  readonly model_spec: ModelSpec;
}

export interface GetModelStatusResponse extends PythonMessage<GetModelStatusResponse> {
  /** Highest version first. */
  readonly model_version_status: Repeated<ModelVersionStatus>;
}

export interface FloatList extends PythonMessage<FloatList> {
  readonly value: Repeated<number>;
}

export interface Int64List extends PythonMessage<Int64List> {
  readonly value: Repeated<number | bigint>;
}

export interface BytesList extends PythonMessage<BytesList> {
  readonly value: Repeated<Uint8Array | string>;
}

export interface Feature extends PythonMessage<Feature> {
  readonly float_list: FloatList;
  readonly int64_list: Int64List;
  readonly bytes_list: BytesList;
}

export interface Features extends PythonMessage<Features> {
  readonly feature: Record<string, Feature>;
}

/** What classify and regress take: named features. */
export interface Example extends PythonMessage<Example> {
  readonly features: Features;
}

export interface ExampleList extends PythonMessage<ExampleList> {
  readonly examples: Repeated<Example>;
}

export interface Input extends PythonMessage<Input> {
  readonly example_list: ExampleList;
}

export interface ClassificationRequest extends PythonMessage<ClassificationRequest> {
  readonly model_spec: ModelSpec;
  readonly input: Input;
}

export interface Class extends PythonMessage<Class> {
  label: string;
  score: number;
}

export interface Classifications extends PythonMessage<Classifications> {
  readonly classes: Repeated<Class>;
}

export interface ClassificationResult extends PythonMessage<ClassificationResult> {
  readonly classifications: Repeated<Classifications>;
}

export interface ClassificationResponse extends PythonMessage<ClassificationResponse> {
  readonly model_spec: ModelSpec;
  readonly result: ClassificationResult;
}

export interface RegressionRequest extends PythonMessage<RegressionRequest> {
  readonly model_spec: ModelSpec;
  readonly input: Input;
}

export interface Regression extends PythonMessage<Regression> {
  value: number;
}

export interface RegressionResult extends PythonMessage<RegressionResult> {
  readonly regressions: Repeated<Regression>;
}

export interface RegressionResponse extends PythonMessage<RegressionResponse> {
  readonly model_spec: ModelSpec;
  readonly result: RegressionResult;
}

/** Keyword arguments of a call. */
export interface CallOptions {
  /** Seconds after which it is given up. */
  readonly timeout?: number | null;
  /** Goes with it as headers: `[["x-request-id", "7"]]`. */
  readonly metadata?: readonly (readonly [name: string, value: string])[] | null;
}

/** Keyword arguments of a channel; without effect on gRPC-Web. */
export interface ChannelOptions {
  /** `[["grpc.max_receive_message_length", -1]]` */
  readonly options?: readonly (readonly [name: string, value: number | string])[] | null;
  readonly compression?: unknown;
}

/** A call that has begun. What waits in Python is awaited. */
export interface CallFuture<Response> {
  /** The answer. @throws grpc.RpcError when the call fails */
  result(): Promise<Response>;
  /** What `result` throws; null when the call succeeds. */
  exception(): Promise<Error | null>;
  code(): Promise<StatusCodeMember>;
  details(): Promise<string>;
  /** Called with this future when the call has ended. */
  add_done_callback(callback: (future: CallFuture<Response>) => void): void;
  /** @returns false when the call has ended already */
  cancel(): boolean;
  cancelled(): boolean;
  done(): boolean;
  running(): boolean;
}

export interface UnaryCall<Request, Response> {
  /** @param options keyword arguments, or the timeout in seconds. @throws grpc.RpcError when the call fails */
  (request: Request, options?: CallOptions | number): Promise<Response>;
  /** Begins the call, and lets the cell go on: `const call = stub.Predict.future(request); … await call.result()`. */
  future(request: Request, options?: CallOptions | number): CallFuture<Response>;
}

export interface PredictionServiceStub {
  /** Runs a signature: named tensors in, named tensors out. */
  readonly Predict: UnaryCall<PredictRequest, PredictResponse>;
  /** Runs a classify signature on examples. */
  readonly Classify: UnaryCall<ClassificationRequest, ClassificationResponse>;
  /** Runs a regress signature on examples. */
  readonly Regress: UnaryCall<RegressionRequest, RegressionResponse>;
  /** The signatures of a loaded version. */
  readonly GetModelMetadata: UnaryCall<GetModelMetadataRequest, GetModelMetadataResponse>;
}

export interface ModelServiceStub {
  /** Every version that the server knows, and its state. */
  readonly GetModelStatus: UnaryCall<GetModelStatusRequest, GetModelStatusResponse>;
}
