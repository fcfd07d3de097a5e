import { arrays } from './element-types.js';
import { JobFailure, isFatal } from './job-failure.js';
import { createInputs, requireSize } from './model-inputs.js';
import { readMetadata } from './model-metadata.js';
import { requireOutputs } from './output-check.js';
import { explainFallback } from './provider-failure.js';
import { isResident, sessionOptions } from './session-settings.js';

/** A session with its inputs made before, so that an inference makes nothing but its outputs. */
export class LoadedModel {
  #session;
  #feeds = {};
  #metadata;
  #buffers = [];
  #ort;

  /** One inference, ended when its outputs are there. */
  run;

  /**
   * Creates a session and its inputs.
   * @param ort the runtime.
   * @param {{graph: Uint8Array, weights: {fileName: string, data: Uint8Array} | null}} model
   * @param target the target of the job.
   */
  static async create(ort, model, target) {
    const options = sessionOptions(target, model.weights);
    const start = performance.now();
    let session;
    try {
      session = await ort.InferenceSession.create(model.graph, options);
    } catch (error) {
      if (isFatal(error) || target.executionProvider === 'wasm') throw error;
      throw await explainFallback(ort, error, model, target);
    }
    const loaded = new LoadedModel(ort, session, readMetadata(model.graph));
    loaded.creationMilliseconds = performance.now() - start;
    try {
      await loaded.#bind(target);
      return loaded;
    } catch (error) {
      await loaded.dispose();
      throw error;
    }
  }

  constructor(ort, session, metadata) {
    this.#ort = ort;
    this.#session = session;
    this.#metadata = metadata;
  }

  /** Throws unless the outputs of one inference are numbers, and as expected where the model says what is. */
  async requireOutputs() {
    const outputs = await this.run();
    const found = [];
    for (const [name, tensor] of Object.entries(outputs)) found.push({ name, type: tensor.type, data: tensor.location === 'cpu' ? tensor.data : await tensor.getData() });
    requireOutputs(found, this.#metadata);
  }

  async dispose() {
    await this.#session.release();
    for (const buffer of this.#buffers) buffer.destroy();
  }

  async #bind(target) {
    const inputs = createInputs(this.#session.inputMetadata, this.#metadata);
    const session = this.#session;
    const feeds = this.#feeds;
    if (!isResident(target)) {
      for (const { name, type, dimensions, data } of inputs) feeds[name] = new this.#ort.Tensor(type, data, dimensions);
      this.run = () => session.run(feeds);
      return;
    }

    const device = await this.#ort.env.webgpu.device;
    for (const { name, type, dimensions, data } of inputs) {
      const buffer = this.#buffer(device, data.byteLength);
      device.queue.writeBuffer(buffer, 0, padded(data));
      feeds[name] = this.#ort.Tensor.fromGpuBuffer(buffer, { dataType: type, dims: dimensions });
    }
    const fetches = {};
    for (const { name, type, shape } of session.outputMetadata) {
      if (shape.some(dimension => typeof dimension !== 'number'))
        throw new JobFailure('TARGET_UNSUPPORTED', `The output '${name}' has no fixed shape, so there is no device-resident mode; export the model with static shapes.`);
      const bytes = requireSize('output', name, shape) * arrays[type].BYTES_PER_ELEMENT;
      const buffer = this.#buffer(device, bytes);
      fetches[name] = this.#ort.Tensor.fromGpuBuffer(buffer, {
        dataType: type, dims: shape, download: async () => new arrays[type](await download(device, buffer, bytes)),
      });
    }
    this.run = async () => {
      const outputs = await session.run(feeds, fetches);
      await device.queue.onSubmittedWorkDone();
      return outputs;
    };
  }

  #buffer(device, bytes) {
    const buffer = device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 16) * 16), usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
    this.#buffers.push(buffer);
    return buffer;
  }
}

async function download(device, from, bytes) {
  const size = Math.ceil(bytes / 4) * 4;
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(from, 0, buffer, 0, size);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  const content = buffer.getMappedRange().slice(0, bytes);
  buffer.destroy();
  return content;
}

/** The bytes of an array, filled up to a whole number of words, as a queue wants them. */
function padded(data) {
  const bytes = new Uint8Array(Math.ceil(data.byteLength / 4) * 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return bytes;
}
