/** Pan and zoom of a drawing: wheel, drag and pinch by d3-zoom, the rest by calls. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';

export interface GraphZoom {
  /**
   * Shows a drawing of this size from its top on, as large as is readable.
   * @param start where it begins, from the left: this is seen if not all can be
   */
  fit(width: number, height: number, start: number): void;
  /** @param factor above 1 = larger */
  zoomBy(factor: number): void;
  /** Moves what is seen. CSS pixels. */
  panBy(x: number, y: number): void;
  /** Brings a point of the drawing into the middle. */
  centre(x: number, y: number): void;
  destroy(): void;
}

const SCALES: [number, number] = [0.05, 4];
/** Text is not readable below. */
const READABLE = 0.85;
const MARGIN = 16;

/** @param content the group inside `svg` that is moved */
export function attachZoom(svg: SVGSVGElement, content: SVGGElement): GraphZoom {
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent(SCALES)
    .on('zoom', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) =>
      content.setAttribute('transform', String(transform)),
    );
  const surface = select(svg).call(behaviour).on('dblclick.zoom', null);
  return {
    fit(width, height, start) {
      const { clientWidth, clientHeight } = svg;
      const whole = Math.min(
        (clientWidth - 2 * MARGIN) / Math.max(1, width),
        (clientHeight - 2 * MARGIN) / Math.max(1, height),
      );
      const scale = Math.min(1, Math.max(READABLE, whole));
      const isWhole = width * scale <= clientWidth;
      const x = clientWidth / 2 - (isWhole ? width / 2 : start) * scale;
      const y = Math.max(MARGIN, (clientHeight - height * scale) / 2);
      surface.call(behaviour.transform, zoomIdentity.translate(x, y).scale(scale));
    },
    zoomBy: (factor) => void surface.call(behaviour.scaleBy, factor),
    panBy: (x, y) => void surface.call(behaviour.translateBy, x, y),
    centre: (x, y) => void surface.call(behaviour.translateTo, x, y),
    destroy: () => void surface.on('.zoom', null),
  };
}
