import { readJson, type TextStorage } from './storage';

export type Theme = 'auto' | 'light' | 'dark';
export type PanelTab = 'files' | 'server' | 'variables';

const KEY = 'layout';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const TABS: readonly PanelTab[] = ['files', 'server', 'variables'];

/** CSS pixels. */
export const PANEL_WIDTH = { min: 240, max: 560, initial: 320 } as const;

/** Theme and panels, remembered. */
export class LayoutState {
  readonly #storage: TextStorage;
  #theme = $state<Theme>('auto');
  #panelWidth = $state<number>(PANEL_WIDTH.initial);
  #panelTab = $state<PanelTab>('files');
  #panelOpen = $state(true);
  #mapOpen = $state<boolean>();
  /** The panel as a drawer, on narrow screens; starts closed at every visit. */
  drawerOpen = $state(false);
  /** The outline as a menu, on narrow screens. */
  outlineOpen = $state(false);

  constructor(storage: TextStorage) {
    this.#storage = storage;
    const stored = readJson(storage, KEY);
    if (typeof stored === 'object' && stored) this.#take(stored);
  }

  get theme(): Theme {
    return this.#theme;
  }

  get panelWidth(): number {
    return this.#panelWidth;
  }

  get panelTab(): PanelTab {
    return this.#panelTab;
  }

  /** On wide screens. */
  get panelOpen(): boolean {
    return this.#panelOpen;
  }

  /** Undefined until the learner has opened or closed the map. */
  get mapOpen(): boolean | undefined {
    return this.#mapOpen;
  }

  /** auto → light → dark → auto. */
  nextTheme(): void {
    this.#theme = THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]!;
    this.#keep();
  }

  resizePanel(width: number): void {
    this.#panelWidth = Math.round(Math.min(PANEL_WIDTH.max, Math.max(PANEL_WIDTH.min, width)));
    this.#keep();
  }

  showTab(tab: PanelTab): void {
    this.#panelTab = tab;
    this.#keep();
  }

  setPanelOpen(open: boolean): void {
    this.#panelOpen = open;
    this.#keep();
  }

  setMapOpen(open: boolean): void {
    this.#mapOpen = open;
    this.#keep();
  }

  #keep(): void {
    const { theme, panelWidth, panelTab, panelOpen, mapOpen } = this;
    this.#storage.set(KEY, JSON.stringify({ theme, panelWidth, panelTab, panelOpen, mapOpen }));
  }

  #take(stored: object): void {
    const { theme, panelWidth, panelTab, panelOpen, mapOpen } = stored as Record<string, unknown>;
    this.#theme = THEMES.find((known) => known === theme) ?? 'auto';
    this.#panelTab = TABS.find((known) => known === panelTab) ?? 'files';
    if (typeof panelWidth === 'number') this.resizePanel(panelWidth);
    if (typeof panelOpen === 'boolean') this.#panelOpen = panelOpen;
    if (typeof mapOpen === 'boolean') this.#mapOpen = mapOpen;
  }
}
