/** Which graph is being traced: lets a constant or a variable alone be an operand inside a layer's `call`. */
import type { GraphBuilder } from './builder';

const stack: GraphBuilder[] = [];

/** Runs `body` while `builder` is the graph that operands without one of their own go to. */
export function withGraph<T>(builder: GraphBuilder, body: () => T): T {
  stack.push(builder);
  try {
    return body();
  } finally {
    stack.pop();
  }
}

export function currentGraph(): GraphBuilder | undefined {
  return stack.at(-1);
}
