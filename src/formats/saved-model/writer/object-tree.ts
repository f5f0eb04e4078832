/** The objects that a loaded model consists of, numbered as TensorFlow numbers them: breadth first from the root. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { SavedObjectSchema, TrackableObjectGraphSchema } from '../schema';
import type { VariableSlot } from './variables';

type Kind = NonNullable<MessageInitShape<typeof SavedObjectSchema>['kind']>;

export interface ObjectNode {
  readonly kind: Kind;
  readonly children: readonly (readonly [name: string, child: ObjectNode])[];
  /** Loaders make these first. */
  readonly dependsOnChildren?: boolean;
  /** Set for a variable. */
  readonly slot?: VariableSlot;
}

export class ObjectTree {
  readonly #ids = new Map<ObjectNode, number>();

  constructor(root: ObjectNode) {
    this.#ids.set(root, 0);
    for (const node of this.#ids.keys()) {
      for (const [, child] of node.children) {
        if (!this.#ids.has(child)) this.#ids.set(child, this.#ids.size);
      }
    }
  }

  idOf(node: ObjectNode): number {
    return this.#ids.get(node)!;
  }

  savedObjects(): MessageInitShape<typeof SavedObjectSchema>[] {
    return [...this.#ids.keys()].map((node) => {
      const children = this.#references(node);
      return { kind: node.kind, children, dependencies: node.dependsOnChildren ? children : [] };
    });
  }

  /** What the checkpoint says about the same objects: which have values, and under which keys. */
  trackableObjects(): MessageInitShape<typeof TrackableObjectGraphSchema> {
    const nodes = [...this.#ids.keys()].map((node) => ({
      children: this.#references(node),
      attributes: node.slot ? [serializedTensor(node.slot)] : [],
      hasCheckpointValues: { value: hasValues(node) },
    }));
    return { nodes };
  }

  #references(node: ObjectNode) {
    return node.children.map(([localName, child]) => ({ nodeId: this.idOf(child), localName }));
  }
}

function hasValues(node: ObjectNode): boolean {
  return node.slot !== undefined || node.children.some(([, child]) => hasValues(child));
}

function serializedTensor({ nodeName, checkpointKey }: VariableSlot) {
  return { name: 'VARIABLE_VALUE', fullName: nodeName, checkpointKey };
}
