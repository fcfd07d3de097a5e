// The storage of the browser: IndexedDB, or the memory of the page where that is denied or full.

const name = 'latbench';
const version = 1;
const stores = ['spool', 'artifacts'];

/** Opens the database; one in memory where the browser denies storage. */
export async function openDatabase() {
  try {
    return new StoredDatabase(await opened());
  } catch {
    return new MemoryDatabase();
  }
}

class StoredDatabase {
  isKept = true;
  #database;

  constructor(database) {
    this.#database = database;
    // Another tab of a later version may change it.
    database.addEventListener('versionchange', () => database.close());
  }

  put(store, key, value) {
    return this.#do(store, 'readwrite', objects => objects.put(value, key));
  }

  get(store, key) {
    return this.#do(store, 'readonly', objects => objects.get(key));
  }

  delete(store, key) {
    return this.#do(store, 'readwrite', objects => objects.delete(key));
  }

  keys(store) {
    return this.#do(store, 'readonly', objects => objects.getAllKeys());
  }

  clear(store) {
    return this.#do(store, 'readwrite', objects => objects.clear());
  }

  #do(store, mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.addEventListener('complete', () => resolve(request.result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The storage of the browser took nothing.')));
    });
  }
}

export class MemoryDatabase {
  isKept = false;
  #stores = new Map(stores.map(store => [store, new Map()]));

  async put(store, key, value) {
    this.#stores.get(store).set(key, value);
  }

  async get(store, key) {
    return this.#stores.get(store).get(key);
  }

  async delete(store, key) {
    this.#stores.get(store).delete(key);
  }

  async keys(store) {
    return [...this.#stores.get(store).keys()].sort((one, other) => one < other ? -1 : 1);
  }

  async clear(store) {
    this.#stores.get(store).clear();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.addEventListener('upgradeneeded', () => {
      for (const store of stores) request.result.createObjectStore(store);
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('blocked', () => reject(new Error('Another tab keeps the storage.')));
  });
}
