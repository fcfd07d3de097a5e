import { MemoryDatabase } from '../storage/database.js';

const store = 'spool';

/**
 * Finished jobs of one device, from the moment they are finished until the coordinator has acknowledged them, in the order in which they finished. Those of a device that
 * this browser was before stay where they are: its credential is gone, and no other may send them.
 */
export class Spool {
  #database;
  #memory = new MemoryDatabase();
  #next = Date.now();
  #waiting = 0;

  /** False where results are kept in the memory of the page alone. */
  isKept;

  /** @param {string} device the name of the device. */
  constructor(database, device) {
    this.#database = database;
    this.device = device;
    this.isKept = database.isKept;
  }

  /** Counts what an earlier page left. */
  async open() {
    const keys = await this.#database.keys(store);
    this.#next = Math.max(this.#next, ...keys.map(Number)) + 1;
    this.#waiting = (await this.pending()).length;
  }

  /** The number of reports that wait. */
  get waiting() {
    return this.#waiting;
  }

  /** @param {{path: string, body: {device: string}}} report the call that delivers it. */
  async add(report) {
    const key = this.#next++;
    this.#waiting++;
    try {
      await this.#database.put(store, key, report);
    } catch {
      // Full, or denied since it was opened.
      this.isKept = false;
      await this.#memory.put(store, key, report);
    }
  }

  /** The reports, oldest first. */
  async pending() {
    const reports = [];
    for (const database of [this.#database, this.#memory]) {
      for (const key of await database.keys(store).catch(() => [])) {
        const report = await database.get(store, key);
        if (report?.body.device === this.device) reports.push({ key, report, remove: () => this.#remove(database, key) });
      }
    }
    return reports.sort((one, other) => one.key - other.key);
  }

  async #remove(database, key) {
    await database.delete(store, key);
    this.#waiting--;
  }
}
