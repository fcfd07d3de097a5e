// Small values that outlive the page: who this device is, and what it was told. In memory where the browser denies storage.

const prefix = 'latbench.';
const memory = new Map();

export function read(key) {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? memory.get(key) ?? null : JSON.parse(text);
  } catch {
    return memory.get(key) ?? null;
  }
}

/** Writes a value. Returns false where it is kept only as long as the page is open. */
export function write(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function remove(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // It was never kept.
  }
}
