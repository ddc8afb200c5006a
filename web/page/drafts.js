// What a person decided, kept in the browser: nothing is lost with a tab that is closed.

/**
 * Decisions on two texts, as an alignment in JSON.
 * @typedef {{texts: string, when: number, decided: number, json: Uint8Array<ArrayBuffer>}} Draft
 */

/** Drafts that are kept; the oldest go. */
const MOST = 20;

/** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
const asPromise = (request) => new Promise((done, refuse) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => refuse(request.error);
});

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function database() {
  opened ??= new Promise((done, refuse) => {
    const request = indexedDB.open("cotejo", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "texts" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => refuse(request.error);
  });
  return opened;
}

/** @param {IDBTransactionMode} mode */
async function store(mode) {
  return (await database()).transaction("drafts", mode).objectStore("drafts");
}

/** Whether this browser keeps anything for the page. */
export async function canKeep() {
  try {
    await database();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} texts which texts these are, by what they hold
 * @returns {Promise<Draft | undefined>}
 */
export async function find(texts) {
  return asPromise((await store("readonly")).get(texts));
}

/** @param {Draft} draft */
export async function put(draft) {
  const drafts = await store("readwrite");
  await asPromise(drafts.put(draft));
  const all = await asPromise(drafts.getAllKeys());
  if (all.length <= MOST) return;
  const known = await Promise.all(all.map(async (key) => ({ key, when: (await asPromise(drafts.get(key))).when })));
  known.sort((a, b) => a.when - b.when);
  await Promise.all(known.slice(0, all.length - MOST).map(({ key }) => asPromise(drafts.delete(key))));
}

/** @param {string} texts */
export async function forget(texts) {
  await asPromise((await store("readwrite")).delete(texts));
}

export async function forgetAll() {
  await asPromise((await store("readwrite")).clear());
}
