import { CallError } from '../coordinator/coordinator.js';

const atOnce = 8;

/** Brings what is in the spool to the coordinator. */
export class Delivery {
  constructor(spool, coordinator, refused) {
    this.spool = spool;
    this.coordinator = coordinator;
    this.refused = refused;
  }

  /**
   * Tries every report once. Acknowledged ones are deleted; so are those that the coordinator will never take.
   * @throws {CallError} the coordinator cannot be reached, or does not accept the device; the reports stay.
   */
  async deliver() {
    const pending = await this.spool.pending();
    for (let first = 0; first < pending.length; first += atOnce) {
      const results = await Promise.allSettled(pending.slice(first, first + atOnce).map(one => this.#deliver(one)));
      const failed = results.find(result => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  async #deliver({ report, remove }) {
    try {
      await this.coordinator.call(report.path, report.body);
    } catch (error) {
      if (!(error instanceof CallError) || error.isTransient || error.isRefusedCredential) throw error;
      this.refused(error.message);
    }
    await remove();
  }
}
