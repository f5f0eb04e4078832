import type { InspectorClient } from '#clients';
import { PythonError } from '#errors';
import type {
  ArrayStatistics,
  ArtifactOverview,
  BlockRef,
  DrawnGraph,
  GraphRequest,
  NodeDetails,
  TableRow,
  TextPage,
  TreePage,
} from '#protocol';

/** What the page uses of an `InspectorClient`. */
export type Inspector = Pick<
  InspectorClient,
  'open' | 'rows' | 'statistics' | 'children' | 'text' | 'bytes' | 'graph' | 'node' | 'end'
>;

export type InspectorView =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading'; readonly path: string }
  | { readonly kind: 'ready'; readonly path: string; readonly overview: ArtifactOverview }
  | { readonly kind: 'failed'; readonly path: string; readonly message: string };

/** The artifact that the learner looks into, if any. Its pieces are read when a component asks for them. */
export class InspectorState {
  readonly #inspector: Inspector;
  view = $state.raw<InspectorView>({ kind: 'closed' });
  /** Index of the part that is shown. */
  part = $state(0);

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  async open(path: string): Promise<void> {
    const loading: InspectorView = { kind: 'loading', path };
    this.view = loading;
    this.part = 0;
    const view = await this.#read(path);
    if (this.view === loading) this.view = view;
  }

  /** Reads the artifact again, after it has changed; the part stays. */
  async reload(): Promise<void> {
    const before = this.view;
    if (before.kind === 'closed') return;
    const view = await this.#read(before.path);
    if (this.view === before) this.view = view;
  }

  close(): void {
    this.view = { kind: 'closed' };
    this.#inspector.end();
  }

  rows(block: string, from: number): Promise<readonly TableRow[]> {
    return this.#inspector.rows(this.#at(block), from);
  }

  statistics(block: string, row: number): Promise<ArrayStatistics> {
    return this.#inspector.statistics(this.#at(block), row);
  }

  children(block: string, address: readonly number[], from: number): Promise<TreePage> {
    return this.#inspector.children(this.#at(block), address, from);
  }

  text(block: string, from: number): Promise<TextPage> {
    return this.#inspector.text(this.#at(block), from);
  }

  bytes(block: string, from: number): Promise<Uint8Array> {
    return this.#inspector.bytes(this.#at(block), from);
  }

  graph(block: string, request: GraphRequest): Promise<DrawnGraph> {
    return this.#inspector.graph(this.#at(block), request);
  }

  node(block: string, graph: string, box: string): Promise<NodeDetails> {
    return this.#inspector.node(this.#at(block), graph, box);
  }

  async #read(path: string): Promise<InspectorView> {
    try {
      return { kind: 'ready', path, overview: await this.#inspector.open(path) };
    } catch (error) {
      return { kind: 'failed', path, message: explain(error) };
    }
  }

  #at(block: string): BlockRef {
    return { path: this.view.kind === 'closed' ? '' : this.view.path, block };
  }
}

/** The message of an error, and what to do about it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof PythonError ? error.hint : undefined;
  return hint ? `${error.message} ${hint}` : error.message;
}
