import { attempt } from '../coordinator/persistence.js';
import { LeaseBook } from './lease-book.js';

const checkMilliseconds = 1_000;
const callMilliseconds = 60_000;

/** Keeps the leases of a batch: renews them while work goes on, and gives back those whose jobs were not measured. */
export class LeaseKeeper {
  #book = new LeaseBook();

  constructor(coordinator, device) {
    this.coordinator = coordinator;
    this.device = device;
  }

  begin(leases) {
    this.#book.begin(leases);
  }

  holds(leaseId) {
    return this.#book.holds(leaseId);
  }

  close(leaseId) {
    this.#book.close(leaseId);
  }

  /**
   * Does something that takes a while, and renews the leases meanwhile.
   * @throws {CallError} the coordinator does not accept the device any more.
   */
  async whileRenewing(run) {
    let renewing;
    const refused = new Promise((_, reject) => {
      renewing = setInterval(() => this.renewIfDue().catch(reject), checkMilliseconds);
    });
    try {
      return await Promise.race([run(), refused]);
    } finally {
      clearInterval(renewing);
    }
  }

  /** @throws {CallError} the coordinator does not accept the device any more. */
  async renewIfDue() {
    if (!this.#book.isDue) return;
    // At once, so that a call that takes long is not made a second time.
    const leaseIds = this.#book.open;
    this.#book.renewed(Date.now() + callMilliseconds);
    try {
      const answer = await this.coordinator.call(`${this.device}/leases:renew`, { leaseIds });
      this.#book.renewed(Date.parse(answer.expireTime) || Date.now(), answer.lostLeaseIds ?? []);
    } catch (error) {
      if (error.isRefusedCredential) throw error;
      // The jobs are measured all the same: a late result is kept.
      this.#book.renewed(Date.now());
    }
  }

  /** Gives back what an earlier page held when it was killed. */
  async releaseLeft(repeat) {
    const leaseIds = LeaseBook.left();
    if (leaseIds.length > 0) await repeat(() => this.#release(leaseIds));
    this.#book.clear();
  }

  /** Gives back what is still open. */
  async release() {
    const leaseIds = this.#book.open;
    if (leaseIds.length > 0) await attempt(() => this.#release(leaseIds));
    this.#book.clear();
  }

  /** Gives back what is still open in a call that outlives the page. The next page does so once more. */
  leave() {
    const leaseIds = this.#book.open;
    if (leaseIds.length > 0) this.#release(leaseIds, { keepalive: true }).catch(() => {});
  }

  #release(leaseIds, options) {
    return this.coordinator.call(`${this.device}/leases:release`, { leaseIds }, options);
  }
}
