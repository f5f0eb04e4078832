/** Reads the page's colour tokens in the one notation that Monaco takes. */

/** The value of a CSS custom property as `#rrggbb`, whatever notation it is written in; undefined if it is not set. */
export function readColour(token: string, root: HTMLElement): string | undefined {
  const probe = document.createElement('span');
  probe.style.color = `var(${token}, transparent)`;
  probe.style.display = 'none';
  root.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return toHex(colour);
}

/** Perceived lightness of `#rrggbb`, 0 to 1 (Rec. 709 weights on the gamma-coded channels). */
export function lightness(hex: string): number {
  const [r = 0, g = 0, b = 0] = channels(hex);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Paints one pixel with it, since only the browser knows every colour notation. */
function toHex(colour: string): string | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return undefined;
  return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
