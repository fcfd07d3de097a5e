// Builds small WebAssembly modules from a list of instructions: enough for the two loops of core-meter.js, with no tool.

const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export const types = { i32: 0x7f, i64: 0x7e, v128: 0x7b };

/** The instructions that are used, each as a function that gives its bytes. */
export const op = {
  loop: (...body) => [0x03, 0x40, ...body.flat(), 0x0b],
  repeatIf: () => [0x0d, 0x00],
  get: local => [0x20, ...unsigned(local)],
  set: local => [0x21, ...unsigned(local)],
  tee: local => [0x22, ...unsigned(local)],
  i32: value => [0x41, ...signed(BigInt(value))],
  i64: value => [0x42, ...signed(BigInt.asIntN(64, BigInt(value)))],
  i32Add: () => [0x6a],
  i32Sub: () => [0x6b],
  i32LessUnsigned: () => [0x49],
  i64Multiply: () => [0x7e],
  i64Xor: () => [0x85],
  i64ShiftRightUnsigned: () => [0x88],
  v128Load: offset => [0xfd, 0x00, 0x04, ...unsigned(offset)],
  v128Store: offset => [0xfd, 0x0b, 0x04, ...unsigned(offset)],
  v128Constant: bytes => [0xfd, 0x0c, ...bytes],
  f32x4Multiply: () => [0xfd, ...unsigned(0xe6)],
  f32x4Add: () => [0xfd, ...unsigned(0xe4)],
};

/**
 * Builds a module with one memory of one page and the functions given.
 * @param {{name: string, parameters: number[], results: number[], locals: number[], body: number[][]}[]} functions
 */
export function build(functions) {
  return Uint8Array.from([
    ...magic,
    ...section(1, vector(functions.map(one => [0x60, ...vector(one.parameters.map(type => [type])), ...vector(one.results.map(type => [type]))]))),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(5, vector([[0x00, 0x01]])),
    ...section(7, vector(functions.map((one, index) => [...text(one.name), 0x00, ...unsigned(index)]))),
    ...section(10, vector(functions.map(one => sized([...vector(one.locals.map(type => [0x01, type])), ...one.body.flat(), 0x0b])))),
  ]);
}

function section(id, content) {
  return [id, ...sized(content)];
}

function vector(items) {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes) {
  return [...unsigned(bytes.length), ...bytes];
}

function text(name) {
  return sized([...new TextEncoder().encode(name)]);
}

/** LEB128 of a number that is not negative. */
function unsigned(value) {
  const bytes = [];
  do {
    const rest = value >>> 7;
    bytes.push((value & 0x7f) | (rest > 0 ? 0x80 : 0));
    value = rest;
  } while (value > 0);
  return bytes;
}

/** LEB128 of a number with a sign. */
function signed(value) {
  const bytes = [];
  while (true) {
    const byte = Number(value & 0x7fn);
    value >>= 7n;
    const last = (value === 0n && (byte & 0x40) === 0) || (value === -1n && (byte & 0x40) !== 0);
    bytes.push(last ? byte : byte | 0x80);
    if (last) return bytes;
  }
}
