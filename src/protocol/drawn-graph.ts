/** Graphs as the inspector draws them: boxes and arrows with their places, and what is known of a box. */

export interface GraphChoice {
  readonly id: string;
  readonly title: string;
  /** Heading of the list in which it is offered: `Endpoints`. */
  readonly group: string;
  /** Nodes before anything is folded. */
  readonly nodes: number;
}

/** A rectangle, in pixels; `x` and `y` are its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BoxRow {
  readonly label: string;
  readonly text: string;
}

export interface GraphBox extends Place {
  /** Unique in the drawing; `GraphRequest.expanded` and `node` take it. */
  readonly id: string;
  readonly kind: 'input' | 'output' | 'op' | 'call' | 'scope';
  readonly title: string;
  /** Op, or what a scope holds: `12 ops`. */
  readonly subtitle: string;
  /** Constants and variables that go into it. */
  readonly rows: readonly BoxRow[];
}

/** An expanded scope. */
export interface GraphFrame extends Place {
  readonly id: string;
  readonly title: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Shape of the tensor: `?×784`; '' if not known, or if there are several. */
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphRequest {
  /** `GraphChoice.id`. */
  readonly graph: string;
  /** Ids of the scopes to draw open; undefined = choose. */
  readonly expanded: readonly string[] | 'all' | undefined;
}

export interface DrawnGraph {
  readonly width: number;
  readonly height: number;
  /** In an order in which each comes after those that it takes from. */
  readonly boxes: readonly GraphBox[];
  readonly frames: readonly GraphFrame[];
  readonly edges: readonly GraphEdge[];
  readonly expanded: readonly string[];
  /** What is left out of the drawing, or could not be opened; '' for nothing. */
  readonly notice: string;
}

export interface NodeInput {
  /** `dense/Relu`, or `^NoOp` for one that only has to come first. */
  readonly name: string;
  readonly text: string;
}

export interface NodeDetails {
  readonly name: string;
  readonly op: string;
  readonly device: string;
  readonly inputs: readonly NodeInput[];
  /** One line each: dtype and shape. */
  readonly outputs: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** `GraphChoice.id` of the function that it calls. */
  readonly calls: string | undefined;
}
