const digits = 4;

/** A latency with its unit and four significant digits, such as `10.52 ms`. */
export function latencyText(milliseconds) {
  const [value, unit] = milliseconds >= 1000 ? [milliseconds / 1000, 's'] : milliseconds >= 0.1 ? [milliseconds, 'ms'] : [milliseconds * 1000, 'µs'];
  const decimals = Math.min(12, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.max(value, 1e-9)))));
  return `${value.toFixed(decimals)} ${unit}`;
}

/** The first characters of a hash, enough to tell models apart. */
export function shortHash(sha256) {
  return sha256.slice(0, 12);
}
