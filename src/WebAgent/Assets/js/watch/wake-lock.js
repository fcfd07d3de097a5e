/** Keeps the screen of a phone from going off while there is something to do. The browser takes it away from a hidden page. */
export class WakeLock {
  #lock = null;
  #wished = false;

  constructor(changed) {
    this.changed = changed;
  }

  /** `held`, `none`, or `unknown` where the browser has no such thing. */
  get state() {
    return navigator.wakeLock === undefined ? 'unknown' : this.#lock === null ? 'none' : 'held';
  }

  async hold() {
    this.#wished = true;
    if (this.#lock !== null || navigator.wakeLock === undefined || document.visibilityState === 'hidden') return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      lock.addEventListener('release', () => {
        this.#lock = null;
        this.changed();
      });
      this.#lock = lock;
      if (!this.#wished) await lock.release();
    } catch {
      // The battery is low, or the browser does not allow it.
    }
    this.changed();
  }

  async release() {
    this.#wished = false;
    await this.#lock?.release();
  }
}
