import { JobFailure } from '../measuring/job-failure.js';
import { sha256Of } from './sha256.js';

const store = 'artifacts';
const maxMemoryBytes = 256 * 2 ** 20;
const minKeptBytes = 2 ** 20;
const maxKept = 4;

/**
 * The files of models by their hash. Graphs stay in memory as long as there is room; large files, which are the weights that the models of a search space share, stay in the
 * browser's storage as well, and are downloaded once.
 */
export class Artifacts {
  #memory = new Map();
  #bytes = 0;

  constructor(coordinator, database) {
    this.coordinator = coordinator;
    this.database = database;
  }

  /** Fetches what jobs need; what cannot be had is in the answer by its hash, as the failure of every job that needs it. */
  async prepare(jobs, signal) {
    const missing = new Map();
    const wanted = new Set(jobs.flatMap(job => [job.model, job.canary]).filter(model => model).flatMap(model => [model.sha256, model.weightsSha256]).filter(sha256 => sha256));
    this.#trim(wanted);
    for (const sha256 of wanted) {
      if (this.#memory.has(sha256)) continue;
      try {
        this.#remember(sha256, await this.#stored(sha256) ?? await this.#download(sha256, signal));
      } catch (error) {
        if (error instanceof JobFailure) missing.set(sha256, error);
        else if (error instanceof RangeError) missing.set(sha256, new JobFailure('OUT_OF_MEMORY', `The file ${sha256.slice(0, 12)} of the model is larger than this browser can hold.`));
        else if (error.isTransient || error.isRefusedCredential || error.name === 'AbortError') throw error;
        else missing.set(sha256, new JobFailure('ARTIFACT_UNAVAILABLE', `The file ${sha256.slice(0, 12)} of the model could not be fetched: ${error.message}`));
      }
    }
    return missing;
  }

  /** The content of a file that was fetched. */
  contentOf(sha256) {
    return this.#memory.get(sha256);
  }

  async #download(sha256, signal) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const content = await this.coordinator.artifact(sha256, signal);
      if (await sha256Of(content) === sha256) {
        if (content.length >= minKeptBytes) await this.#store(sha256, content);
        return content;
      }
    }
    throw new JobFailure('ARTIFACT_CORRUPT', `The file ${sha256.slice(0, 12)} of the model arrived damaged twice.`);
  }

  async #stored(sha256) {
    try {
      const content = await this.database.get(store, sha256);
      return content && await sha256Of(content) === sha256 ? content : null;
    } catch {
      return null;
    }
  }

  async #store(sha256, content) {
    try {
      const kept = await this.database.keys(store);
      for (const one of kept.slice(0, Math.max(0, kept.length + 1 - maxKept))) await this.database.delete(store, one);
      await this.database.put(store, sha256, content);
    } catch {
      // Without room it is downloaded again next time.
    }
  }

  #remember(sha256, content) {
    this.#memory.set(sha256, content);
    this.#bytes += content.length;
  }

  #trim(wanted) {
    for (const [sha256, content] of this.#memory) {
      if (this.#bytes <= maxMemoryBytes) return;
      if (wanted.has(sha256)) continue;
      this.#memory.delete(sha256);
      this.#bytes -= content.length;
    }
  }
}
