import type { Rule } from './rule';

/** Batching and time-outs. */
export const BATCHING_RULES: readonly Rule[] = [
  [
    /^Task size (\d+) is larger than maximum input batch size (\d+)/,
    'You sent $1 rows at once, and max_batch_size is $2. Send fewer, or let the server split them with enable_large_batch_splitting.',
    'serve',
  ],
  [
    /^The batch scheduling queue to which this task was submitted is full/,
    'More requests wait than max_enqueued_batches allows. The server tries nothing again: wait a little and send it anew, or add replicas.',
    'serve',
  ],
  [
    /^Batching Run\(\) input tensors must have at least one dimension/,
    'With batching, requests are joined row by row, and a single number has no rows.',
    'columns',
  ],
  [
    /^Batching Run\(\) input tensors must have equal 0th-dimension size/,
    'With batching, all inputs of a request have the same number of rows.',
    'columns',
  ],
  [
    /from different tasks have different shapes and padding is turned off/,
    'Two requests met in one batch, and their rows have different shapes, so both fail. Send one shape, or set pad_variable_length_inputs: true.',
    'serve',
  ],
  [
    /^Batched output tensor/,
    'The output has not one row for each row that went in, so a batch cannot be dealt out again. Serve this model without batching.',
    'serve',
  ],
  [
    /^Run\(\) timeout exceeded while waiting in batching queue/,
    'The request waited in the queue for longer than its time-out. The server is overloaded: add replicas, or threads for batches.',
    'serve',
  ],
  [
    /^Timed out waiting for notification/,
    'The answer took longer than --rest_api_timeout_in_ms allows, 30 seconds if you have not set it.',
    'serve',
  ],
];
