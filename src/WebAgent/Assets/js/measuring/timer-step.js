/** The smallest step of the clock in milliseconds: the least of a few changes. Where it is coarse that takes a few of its steps. */
export function timerStep(changes = 4) {
  let least = Infinity;
  let before = performance.now();
  for (let change = 0; change < changes;) {
    const now = performance.now();
    if (now === before) continue;
    least = Math.min(least, now - before);
    before = now;
    change++;
  }
  return least;
}
