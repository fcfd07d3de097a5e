import { Backoff } from './backoff.js';

/** Repeats calls of the coordinator until they succeed, waiting longer each time, and tells the page of the connection. */
export class Persistence {
  #backoff = new Backoff();

  constructor(update) {
    this.update = update;
  }

  /**
   * @param {AbortSignal | null} signal ends it.
   * @throws what the call throws, where it does not accept the device, or is no call at all.
   */
  async repeat(call, signal) {
    while (true) {
      signal?.throwIfAborted();
      try {
        const answer = await call();
        this.#backoff.reset();
        this.update({ connection: 'ok' });
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        if (error.isRefusedCredential || error.status === undefined) throw error;
        this.update({ connection: 'lost', connectionMessage: error.message });
      }
      await this.#backoff.wait(signal);
    }
  }
}

/** Makes a call once; only a coordinator that does not accept the device matters. */
export async function attempt(call) {
  try {
    await call();
  } catch (error) {
    if (error.isRefusedCredential) throw error;
  }
}
