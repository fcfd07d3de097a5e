/** The visibility of the page: browsers slow hidden ones down. */
export class PageVisibility {
  #waiting = [];

  /** The number of changes so far. */
  changes = 0;

  constructor(changed) {
    document.addEventListener('visibilitychange', () => {
      this.changes++;
      changed();
      if (this.isHidden) return;
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
  }

  get isHidden() {
    return document.visibilityState === 'hidden';
  }

  /** Waits until the page is shown, or the signal is aborted. */
  shown(signal) {
    if (!this.isHidden) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}
