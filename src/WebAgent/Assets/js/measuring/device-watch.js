import { delay } from '../coordinator/delay.js';
import { JobFailure, detailOf } from './job-failure.js';

const reasonMilliseconds = 1000;

/** The failure of a job whose graphics device was lost. */
export class DeviceLoss extends JobFailure {
  /** The sessions of the worker cannot be used any more. */
  isFatal = true;

  constructor(message) {
    super('RUNNER_CRASHED', `The graphics processor was lost while it had this model: ${detailOf(message)}`);
  }
}

/**
 * Watches the graphics device of a worker. On a lost one the runtime may end a run with zeros, with an error, or never: so a job ends with the loss, and the device is asked before
 * a result counts. The runtime itself destroys its device with its last session, and makes another for the next: that is no loss.
 */
export class DeviceWatch {
  #device = null;
  #isHeld = false;
  #loss = null;
  #abandon = null;

  /** The loss; null where there was none. */
  get loss() {
    return this.#loss;
  }

  /** Runs a job, and throws the loss where that happens meanwhile. */
  during(run) {
    return new Promise((resolve, reject) => {
      this.#abandon = reject;
      run().then(resolve, reject);
    });
  }

  /** Called once a session is on a device: the runtime does not destroy it until the session is released. */
  hold(device) {
    this.#isHeld = true;
    if (device === this.#device) return;
    this.#device = device;
    device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed' || (this.#isHeld && device === this.#device)) this.#lose(message || reason);
    });
  }

  /** Throws the loss where the device that is held is lost. */
  async confirm() {
    if (this.#isHeld && this.#loss === null && !await isAlive(this.#device)) {
      const said = await Promise.race([this.#device.lost, delay(reasonMilliseconds)]);
      this.#lose(said?.message || 'the browser does not say why');
    }
    if (this.#loss !== null) throw this.#loss;
  }

  /** Called before the session is released. */
  release() {
    this.#isHeld = false;
  }

  #lose(message) {
    this.#loss ??= new DeviceLoss(message);
    this.#abandon?.(this.#loss);
  }
}

/** Determines whether a device still answers: on a lost one no buffer can be read. */
async function isAlive(device) {
  try {
    const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    await buffer.mapAsync(GPUMapMode.READ);
    buffer.destroy();
    return true;
  } catch {
    return false;
  }
}
