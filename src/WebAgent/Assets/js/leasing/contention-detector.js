const tolerance = 0.25;
const minReadings = 10;
const kept = 1000;
const renewEvery = 10;

// Not the least: a reading may be wrong.
const lowEnd = 0.05;

/** Detects whether another process used the core during a block, by the ratio of the two loops beside it against that of an unshared core, as the native agent does. */
export class ContentionDetector {
  #bases = new Map();

  /** True where the core was shared; null as long as there are too few readings beside models of as many threads. */
  detect(reading, threads) {
    if (!this.#bases.has(threads)) this.#bases.set(threads, { least: [], own: null, taken: 0 });
    const base = this.#bases.get(threads);
    base.least.push(reading.minRatio);
    if (base.least.length > kept) base.least.shift();
    if (base.least.length < minReadings) return null;
    if (base.taken++ % renewEvery === 0) base.own = quantile([...base.least].sort((one, other) => one - other), lowEnd);
    return reading.ratio > (1 + tolerance) * base.own;
  }
}

/** The quantile of sorted numbers, linear between neighbours. */
export function quantile(sorted, part) {
  const position = part * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
