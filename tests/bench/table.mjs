/** Times of several rounds as lines to print. */

/** @typedef {Record<string, number>} Times milliseconds */

/** @param {readonly Times[]} rounds @returns {Times} */
export function medians(rounds) {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const sorted = rounds.map((times) => times[name] ?? NaN).sort((a, b) => a - b);
      return [name, sorted[sorted.length >> 1] ?? NaN];
    }),
  );
}

/** @param {Times} ours @param {Times} theirs by the name up to the comma, where runtimes are told apart */
export function table(ours, theirs) {
  return Object.entries(ours).map(([name, time]) => {
    const peer = theirs[name] ?? theirs[name.split(',')[0] ?? ''] ?? NaN;
    const ratio = Number.isNaN(peer) ? '' : `${(time / peer).toFixed(2)} x`;
    const cells = [time.toFixed(3), Number.isNaN(peer) ? '' : peer.toFixed(3), ratio];
    return `${name.padEnd(28)}${cells.map((cell) => cell.padStart(12)).join('')}`;
  });
}
