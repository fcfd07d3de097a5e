import { arrays, halfOf, saturate } from './element-types.js';
import { dataOf, shapeOf, textsOf, valuesOf } from './input-values.js';
import { JobFailure } from './job-failure.js';
import { SplitMix64 } from './split-mix.js';

const seed = 201n;

/** The most elements of a tensor, as in the native agent. */
const maxElements = 0x7fffffc7;

/**
 * Makes the inputs of a session: the same numbers for every job of every model, and the same as the native agent's.
 * @param {readonly {name: string, isTensor: boolean, type?: string, shape?: (number|string)[]}[]} inputs as the session describes them.
 * @returns {{name: string, type: string, dimensions: number[], data: ArrayLike<unknown>}[]}
 */
export function createInputs(inputs, metadata) {
  return inputs.map(input => create(input, metadata));
}

function create(input, metadata) {
  const { name, type } = input;
  if (!input.isTensor) throw new JobFailure('MODEL_REJECTED', `The input '${name}' is no tensor, and only tensors can be filled; export the model with tensors as its inputs.`);
  const dimensions = shapeOf(name, metadata) ?? [...input.shape];
  if (dimensions.some(dimension => typeof dimension !== 'number' || dimension < 0))
    throw new JobFailure('MODEL_REJECTED', `The input '${name}' has no fixed shape; export the model with static shapes.`);
  const size = requireSize('input', name, dimensions);
  const values = valuesOf(name, metadata);
  if (type === 'string') return { name, type, dimensions, data: texts(name, metadata, values, size) };
  const array = arrays[type];
  if (array === undefined)
    throw new JobFailure('MODEL_REJECTED', `The input '${name}' has the element type ${type}, which cannot be filled here; floating point, integers, truth values and strings can.`);
  const data = values.kind === 'data' ? copy(name, dataOf(name, metadata), array, size) : fill(type, new array(size), values);
  return { name, type, dimensions, data };
}

/** Texts are `1` in the place of ones, those of a file, or empty. */
function texts(name, metadata, values, size) {
  if (values.kind !== 'data') return Array(size).fill(values.kind === 'uniform' && values.low === 1 ? '1' : '');
  const found = textsOf(dataOf(name, metadata));
  if (found.length !== size) throw ofAnotherSize(name);
  return found;
}

/** Fills an array of a type with values. */
export function fill(type, data, values) {
  const generator = new SplitMix64(seed);
  const integer = () => Math.floor(values.low + (values.high - values.low + 1) * generator.nextDouble());
  const real = () => values.kind === 'integers' ? integer() : values.low + (values.high - values.low) * generator.nextDouble();
  // A model that says nothing of an integer has zeros, as small numbers are safe in any table.
  const whole = () => values.kind === 'unsaid' ? 0 : values.kind === 'integers' ? integer() : roundToEven(real());
  const next = {
    float32: real,
    float64: real,
    float16: () => data instanceof Uint16Array ? halfOf(Math.fround(real())) : Math.fround(real()),
    bool: () => saturate('uint8', whole()) !== 0 ? 1 : 0,
  }[type] ?? (() => saturate(type, whole()));
  for (let index = 0; index < data.length; index++) data[index] = next();
  return data;
}

/** Bounds what is bound to a model by what can be filled and checked. */
export function requireSize(kind, name, dimensions) {
  const elements = dimensions.reduce((product, dimension) => product * dimension, 1);
  if (elements <= maxElements) return elements;
  throw new JobFailure('MODEL_REJECTED', `The ${kind} '${name}' has ${elements.toPrecision(4)} elements, and ${maxElements} are the most that can be measured; export the model with a smaller batch.`);
}

function copy(name, bytes, array, size) {
  if (bytes.length !== size * array.BYTES_PER_ELEMENT) throw ofAnotherSize(name);
  return new array(bytes.buffer);
}

function ofAnotherSize(name) {
  return new JobFailure('MODEL_REJECTED', `The values of the input '${name}' do not have its size: submit the model again.`);
}

/** As Math.Round of .NET: halves go to the even neighbour. */
function roundToEven(value) {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
