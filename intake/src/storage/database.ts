/**
 * The one place where the page keeps anything: an IndexedDB of public things
 * (the desk's card and lists), of sealed envelopes that are not sent yet, and
 * of the language chosen. What was told never comes here (spec/page.md).
 */

const NAME = "page";
const STORES = ["desks", "waiting", "settings"] as const;
export type Store = (typeof STORES)[number];

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run<T>(
  store: Store,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await open()).transaction(store, mode);
  const request = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

/** What is kept under `key`, or undefined. */
export const get = <T>(store: Store, key: string): Promise<T | undefined> =>
  run(store, "readonly", (kept) => kept.get(key) as IDBRequest<T | undefined>);

/** Everything of one store. */
export const all = <T>(store: Store): Promise<T[]> =>
  run(store, "readonly", (kept) => kept.getAll() as IDBRequest<T[]>);

/** Keeps `value` under `key`; fails when the phone is full or keeps nothing (private browsing). */
export const put = (store: Store, key: string, value: unknown): Promise<IDBValidKey> =>
  run(store, "readwrite", (kept) => kept.put(value, key));

/** Forgets what is kept under `key`. */
export const remove = (store: Store, key: string): Promise<undefined> =>
  run(store, "readwrite", (kept) => kept.delete(key));
