/** The members of `keras.layers`; what stands before each is what an editor shows. */
import { checkOptions } from '../../python/options';
import type { CustomObjects } from '../serialization/registry';
import { deserializeKerasObject } from '../serialization/deserialize';
import { serializeLayer } from '../serialization/serialize-layer';
import { pythonClass } from '../../python/class';
import { ActivationLayer, ELULayer, LeakyReLULayer, ReLULayer, SoftmaxLayer } from './activation';
import { BatchNormalizationLayer } from './batch-normalization';
import { Conv2DLayer } from './conv2d';
import { DenseLayer } from './dense';
import { DepthwiseConv2DLayer, SeparableConv2DLayer } from './depthwise';
import { DropoutLayer } from './dropout';
import { Input, InputLayer as InputLayerClass } from './input-layer';
import { Layer } from './layer';
import {
  AddLayer,
  AverageLayer,
  ConcatenateLayer,
  MaximumLayer,
  MinimumLayer,
  MultiplyLayer,
  SubtractLayer,
} from './merging';
import {
  AveragePooling2DLayer,
  GlobalAveragePooling2DLayer,
  GlobalMaxPooling2DLayer,
  MaxPooling2DLayer,
} from './pooling';
import { RescalingLayer } from './rescaling';
import { FlattenLayer, ReshapeLayer, ZeroPadding2DLayer } from './reshaping';

export { Input, Layer };
export { TFSMLayer } from './tfsm-layer';
export * from './merging-functions';

/** `InputLayer(shape=None, batch_size=None, dtype=None, batch_shape=None, name=None)`: what is behind `Input`. */
export const InputLayer = pythonClass(InputLayerClass);
/** `Flatten(data_format=None)`: [batch, …] → [batch, product of the rest]. */
export const Flatten = pythonClass(FlattenLayer);
/** `Reshape(target_shape)`: each sample in a new shape, without the batch; one size may be -1. */
export const Reshape = pythonClass(ReshapeLayer);
/** `ZeroPadding2D(padding=(1, 1), data_format=None)`: rows and columns of zeros around images. */
export const ZeroPadding2D = pythonClass(ZeroPadding2DLayer);
/**
 * `Dense(units, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
 * kernel_regularizer=None, bias_regularizer=None)`: activation(x · kernel + bias).
 */
export const Dense = pythonClass(DenseLayer);
/** `Dropout(rate, seed=None)`: sets a share of the elements to 0 while training, and scales up the others. */
export const Dropout = pythonClass(DropoutLayer);
/** `Activation(activation)`: applies a function. */
export const Activation = pythonClass(ActivationLayer);
/** `ReLU(max_value=None, negative_slope=0.0, threshold=0.0)`: max(x, 0). */
export const ReLU = pythonClass(ReLULayer);
/** `LeakyReLU(negative_slope=0.3)`: x above 0, a small slope below. */
export const LeakyReLU = pythonClass(LeakyReLULayer);
/** `ELU(alpha=1.0)`: x above 0, alpha · (exp(x) − 1) below. */
export const ELU = pythonClass(ELULayer);
/** `Softmax(axis=-1)`: numbers that sum to 1. */
export const Softmax = pythonClass(SoftmaxLayer);
/**
 * `Conv2D(filters, kernel_size, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1), groups=1,
 * activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
 * kernel_regularizer=None, bias_regularizer=None)`: images [batch, height, width, channels], kernel size in pixels.
 */
export const Conv2D = pythonClass(Conv2DLayer);
/**
 * `DepthwiseConv2D(kernel_size, strides=(1, 1), padding="valid", depth_multiplier=1, data_format=None,
 * dilation_rate=(1, 1), activation=None, use_bias=True, …)`: convolves each channel by itself.
 */
export const DepthwiseConv2D = pythonClass(DepthwiseConv2DLayer);
/**
 * `SeparableConv2D(filters, kernel_size, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1),
 * depth_multiplier=1, activation=None, use_bias=True, …)`: depthwise, then across channels.
 */
export const SeparableConv2D = pythonClass(SeparableConv2DLayer);
/** `MaxPooling2D(pool_size=(2, 2), strides=None, padding="valid", data_format=None)`: the largest of each window. */
export const MaxPooling2D = pythonClass(MaxPooling2DLayer);
/** `AveragePooling2D(pool_size=(2, 2), strides=None, padding="valid", data_format=None)`: the mean of each window. */
export const AveragePooling2D = pythonClass(AveragePooling2DLayer);
/** `GlobalAveragePooling2D(data_format=None, keepdims=False)`: the mean of each channel. */
export const GlobalAveragePooling2D = pythonClass(GlobalAveragePooling2DLayer);
/** `GlobalMaxPooling2D(data_format=None, keepdims=False)`: the largest of each channel. */
export const GlobalMaxPooling2D = pythonClass(GlobalMaxPooling2DLayer);
/**
 * `BatchNormalization(axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, …)`: each channel with mean 0 and
 * variance 1 (of the batch while training, else of the moving averages), then times gamma plus beta.
 */
export const BatchNormalization = pythonClass(BatchNormalizationLayer);
/** `Rescaling(scale, offset=0.0)`: x · scale + offset. */
export const Rescaling = pythonClass(RescalingLayer);
/** `Add()([a, b])`: the sum of several tensors. */
export const Add = pythonClass(AddLayer);
/** `Subtract()([a, b])`: a − b. */
export const Subtract = pythonClass(SubtractLayer);
/** `Multiply()([a, b])`: the product of several tensors, element by element. */
export const Multiply = pythonClass(MultiplyLayer);
/** `Average()([a, b])`: the mean of several tensors, element by element. */
export const Average = pythonClass(AverageLayer);
/** `Maximum()([a, b])`: the largest of several tensors, element by element. */
export const Maximum = pythonClass(MaximumLayer);
/** `Minimum()([a, b])`: the smallest of several tensors, element by element. */
export const Minimum = pythonClass(MinimumLayer);
/** `Concatenate(axis=-1)([a, b])`: several tensors side by side. */
export const Concatenate = pythonClass(ConcatenateLayer);

export {
  AveragePooling2D as AvgPool2D,
  GlobalAveragePooling2D as GlobalAvgPool2D,
  GlobalMaxPooling2D as GlobalMaxPool2D,
  MaxPooling2D as MaxPool2D,
};

/** `serialize(layer)`: class and config of a layer. */
export const serialize = serializeLayer;

/** `deserialize(config, custom_objects=None)`: a layer from what `serialize` gave. */
export function deserialize(
  config: object,
  options: { custom_objects?: CustomObjects } = {},
): Layer {
  checkOptions('deserialize', options, ['custom_objects']);
  return deserializeKerasObject(config, options.custom_objects) as Layer;
}
