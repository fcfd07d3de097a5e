import { numberOfHalf } from './element-types.js';
import { expectedOf, textsOf, toleranceOf } from './input-values.js';
import { JobFailure } from './job-failure.js';

/** Throws unless every output is finite, and as expected where the model says what is. `outputs` have their name, type and data in the memory of the host. */
export function requireOutputs(outputs, metadata) {
  for (const { name, type, data } of outputs) {
    requireFinite(name, type, data);
    const expected = expectedOf(name, metadata);
    if (expected !== null) requireExpected(name, type, data, expected, toleranceOf(metadata));
  }
}

function requireFinite(name, type, data) {
  if (!type.startsWith('float')) return;
  const number = numbersOf(type, data);
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(number(data[at])))
      throw new JobFailure('INVALID_OUTPUT', `The output '${name}' holds NaN or infinity for the inputs that it was given; check the weights of the model, or give its inputs another range.`);
  }
}

function requireExpected(name, type, data, bytes, tolerance) {
  if (type === 'string') {
    requireExpectedTexts(name, data, textsOf(bytes));
    return;
  }
  const found = ArrayBuffer.isView(data) ? data.byteLength : 0;
  if (found !== bytes.length)
    throw new JobFailure('INVALID_OUTPUT', `The output '${name}' has ${found} bytes, and ${bytes.length} were expected: give the expected outputs of these inputs.`);
  const expected = new data.constructor(bytes.buffer);
  const allowed = type.startsWith('float') ? tolerance : 0;
  const number = numbersOf(type, data);
  const least = type.startsWith('float') ? 0 : 1;
  let worst = null;
  for (let at = 0; at < expected.length; at++) {
    const [one, other] = [number(data[at]), number(expected[at])];
    if (data[at] === expected[at]) continue;
    // Large whole numbers that differ may be one number of double precision.
    const difference = Math.max(least, Math.abs(one - other));
    let excess = difference - allowed * (1 + Math.abs(other));
    // An expected value that is not finite is never met.
    if (Number.isNaN(excess)) excess = Infinity;
    if (excess > (worst?.excess ?? 0)) worst = { at, difference, excess };
  }
  if (worst === null) return;
  throw new JobFailure('INVALID_OUTPUT',
    `The output '${name}' differs from the expected one by ${short(worst.difference)} at element ${worst.at}, more than the tolerance ${short(allowed)} allows: check the model, or give a larger --check-tolerance.`);
}

function requireExpectedTexts(name, data, expected) {
  if (data.length !== expected.length)
    throw new JobFailure('INVALID_OUTPUT', `The output '${name}' has ${data.length} texts, and ${expected.length} were expected: give the expected outputs of these inputs.`);
  const at = expected.findIndex((text, index) => text !== data[index]);
  if (at >= 0)
    throw new JobFailure('INVALID_OUTPUT', `The output '${name}' has another text than the expected one at element ${at}: check the model, or give the expected outputs of these inputs.`);
}

function numbersOf(type, data) {
  return type === 'float16' && data instanceof Uint16Array ? numberOfHalf : Number;
}

function short(number) {
  return String(Number(number.toPrecision(4)));
}
