// Calls of the coordinator: its services by JSON, with the credential of the device.

const timeoutMilliseconds = 30_000;
const unauthenticated = 16;
const permissionDenied = 7;
const transientStatuses = new Set([0, 408, 409, 429, 499, 500, 502, 503, 504]);

/** A call that failed: what the coordinator said, or that it could not be reached. */
export class CallError extends Error {
  /** @param {number} status of HTTP; 0 where there was no answer. @param {number} code of gRPC; 0 where there is none. */
  constructor(message, status, code = 0) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** True where asking again later may help. */
  get isTransient() {
    return !this.isRefusedCredential && transientStatuses.has(this.status) && this.code !== 6;
  }

  /** True where the credential is not accepted, now or ever. */
  get isRefusedCredential() {
    return this.status === 401 || this.status === 403 || this.code === unauthenticated || this.code === permissionDenied;
  }
}

export class Coordinator {
  #credential = null;

  authenticate(credential) {
    this.#credential = credential;
  }

  /** Calls a method by its path below `/v1/`. */
  call(path, body, { waitMilliseconds = 0, signal = null, keepalive = false } = {}) {
    return this.#answer(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...this.#authorization() },
      body: JSON.stringify(body),
      keepalive,
      signal: limited(timeoutMilliseconds + waitMilliseconds, signal),
    });
  }

  /** Reads a resource by its path below `/v1/`. */
  read(path) {
    return this.#answer(path, { headers: this.#authorization(), signal: limited(timeoutMilliseconds) });
  }

  /** The raw content of an artefact. */
  async artifact(sha256, signal) {
    const response = await this.#fetch(`/artifacts/${sha256}`, { headers: this.#authorization(), signal: limited(10 * timeoutMilliseconds, signal) });
    if (!response.ok) throw new CallError((await readText(response)).trim() || `The coordinator answered with the status ${response.status}.`, response.status);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      // More than a page may hold.
      if (error instanceof RangeError) throw error;
      throw unreachable(error);
    }
  }

  /** The installed versions of the runtime, newest first. */
  async runtimes() {
    const response = await this.#fetch('/web-runtime/', { cache: 'no-store', signal: limited(timeoutMilliseconds) });
    if (!response.ok) throw new CallError(`The coordinator answered with the status ${response.status}.`, response.status);
    return (parse(await readText(response))?.versions ?? []).sort((one, other) => other.version.localeCompare(one.version, 'en', { numeric: true }));
  }

  async #answer(path, options) {
    const response = await this.#fetch(`/v1/${path}`, { cache: 'no-store', ...options });
    const answer = parse(await readText(response));
    if (!response.ok || answer === null) throw new CallError(answer?.message ?? `The coordinator answered with the status ${response.status}.`, response.status, answer?.code ?? 0);
    return answer;
  }

  #authorization() {
    return this.#credential === null ? {} : { Authorization: `Bearer ${this.#credential}` };
  }

  async #fetch(address, options) {
    try {
      return await fetch(address, { credentials: 'omit', redirect: 'error', ...options });
    } catch (error) {
      if (options.signal?.aborted && options.signal.reason?.name === 'AbortError') throw options.signal.reason;
      throw unreachable(error);
    }
  }
}

function unreachable(error) {
  return new CallError(error?.name === 'TimeoutError' ? 'The coordinator does not answer in time.' : 'The coordinator cannot be reached.', 0);
}

async function readText(response) {
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(error);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function limited(milliseconds, signal) {
  const limit = AbortSignal.timeout(milliseconds);
  return signal ? AbortSignal.any([limit, signal]) : limit;
}
