/** Every case of the list that TensorFlow Serving's own tests make. */
import type { Case, CaseGroup } from '../bench';
import { batching } from './batching';
import { endToEnd } from './end-to-end';
import { examples } from './examples';
import { requestJson } from './request-json';
import { responseJson } from './response-json';
import { routing } from './routing';
import { versions } from './versions';

/** How many rows the list has; some need several cases. */
export const ROWS = 113;

/** Cases that share one server with all models. */
export const SHARED: readonly CaseGroup[] = [
  routing,
  endToEnd,
  requestJson,
  responseJson,
  examples,
];

/** Cases that each start their own. */
export const SEPARATE: readonly Case[] = [...versions, ...batching];
