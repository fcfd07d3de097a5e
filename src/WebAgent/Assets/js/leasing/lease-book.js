import * as settings from '../storage/settings.js';

const maxIntervalMilliseconds = 15_000;
const minIntervalMilliseconds = 1_000;
const key = 'leases';

/** The leases of a batch that are still open, and when they must be renewed. They are written down, so that a page that is opened after this one was killed gives them back. */
export class LeaseBook {
  #open = new Set();
  #intervalMilliseconds = maxIntervalMilliseconds;
  #renewedAt = 0;

  /** The leases of an earlier page. */
  static left() {
    return settings.read(key) ?? [];
  }

  get open() {
    return [...this.#open];
  }

  /** True where a third of the lease has passed since it was renewed. */
  get isDue() {
    return this.#open.size > 0 && performance.now() - this.#renewedAt >= this.#intervalMilliseconds;
  }

  begin(leases) {
    this.#open = new Set(leases.map(lease => lease.leaseId));
    this.#write();
    const times = leases.map(lease => Date.parse(lease.expireTime)).filter(time => !Number.isNaN(time));
    this.renewed(times.length === 0 ? Date.now() : Math.min(...times));
  }

  holds(leaseId) {
    return this.#open.has(leaseId);
  }

  close(leaseId) {
    this.#open.delete(leaseId);
    this.#write();
  }

  renewed(expireTime, lost = []) {
    for (const leaseId of lost) this.#open.delete(leaseId);
    this.#renewedAt = performance.now();
    // The clocks of device and coordinator may differ, so the interval is bounded on both sides.
    this.#intervalMilliseconds = Math.min(maxIntervalMilliseconds, Math.max(minIntervalMilliseconds, (expireTime - Date.now()) / 3));
  }

  clear() {
    this.#open.clear();
    this.#write();
  }

  #write() {
    settings.write(key, this.open);
  }
}
