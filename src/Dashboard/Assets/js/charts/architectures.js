// Architectures in tooltips and addresses.
const operations = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'];
const edges = ['0→1', '0→2', '1→2', '0→3', '1→3', '2→3'];

/** The architecture of a point in lines of text. */
export function describe(data, i) {
  if (!data.codes) return data.texts[i];
  const code = data.codes[i];
  return [...code].map((digit, edge) => `${edges[edge]} ${operations[digit]}`).join('\n');
}

export function nameOf(data, i) {
  return data.codes ? data.codes[i] : data.texts[i];
}

export function cellAddress(data, i) {
  return `/cells?space=${encodeURIComponent(data.space)}&arch=${encodeURIComponent(nameOf(data, i))}`;
}

/** A number with four significant digits. */
export function digits(value) {
  return Number(value.toPrecision(4)).toString();
}

export function scaled(value) {
  const [size, prefix] = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, '']].find(([size]) => value >= size) ?? [1, ''];
  return `${digits(value / size)} ${prefix}`.trim();
}
