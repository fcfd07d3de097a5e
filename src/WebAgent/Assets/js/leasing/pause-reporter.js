const repeatMilliseconds = 10_000;

/** Tells the coordinator why this device pauses. Called only while nothing is measured; a coordinator that cannot be reached is passed over. */
export class PauseReporter {
  #told = null;
  #timer = null;

  constructor(coordinator, device) {
    this.coordinator = coordinator;
    this.device = device;
  }

  /** Tells of a pause, and again every ten seconds as long as it lasts. */
  async begin(reason, message) {
    if (this.#told === reason) return;
    this.#told = reason;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tell(reason, message), repeatMilliseconds);
    await this.#tell(reason, message);
  }

  /** Tells that the device goes on. */
  async end() {
    if (this.#told === null) return;
    this.#told = null;
    clearInterval(this.#timer);
    await this.#tell('PAUSE_REASON_UNSPECIFIED', '');
  }

  /** Tells of a pause once: what comes after it is silence. */
  async stop(reason, message) {
    this.#told = reason;
    clearInterval(this.#timer);
    await this.#tell(reason, message);
  }

  async #tell(reason, message) {
    try {
      await this.coordinator.call(`${this.device}:reportPause`, { reason, message });
    } catch {
      // Every other call tells of it.
    }
  }
}
