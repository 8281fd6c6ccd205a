/**
 * The one place where the page keeps anything: an IndexedDB of public things
 * (the desk's card and lists), of sealed envelopes that are not sent yet, of sealed
 * pieces of what is being told, and of the language chosen. What was told never comes here (spec/page.md).
 */

const NAME = "page";
const VERSION = 2;
const STORES = ["desks", "waiting", "settings", "drafts", "worker", "places"] as const;
export type Store = (typeof STORES)[number];

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const database = request.result;
      for (const store of STORES) if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    };
    request.onsuccess = () => {
      const database = request.result;
      const close = (): void => {
        database.close();
        opening = null;
      };
      // A newer page in another tab, or a browser that closed it for want of room: the next use opens it anew.
      database.onversionchange = close;
      database.onclose = close;
      resolve(database);
    };
    request.onerror = () => reject(request.error);
  });
  // Where it was refused once, it may be taken later: room was made, or the tab in the way was closed.
  opening.catch(() => {
    opening = null;
  });
  return opening;
}

/**
 * Does `work` with `stores` as one: all of it is written through to the disk, or none. Fails when the phone is full or keeps
 * nothing (private browsing, a page opened from a file).
 */
export async function change(
  stores: readonly Store[],
  work: (store: (name: Store) => IDBObjectStore) => void,
): Promise<undefined> {
  const transaction = (await open()).transaction([...stores], "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
    try {
      work((name) => transaction.objectStore(name));
    } catch (error) {
      transaction.abort();
      throw error;
    }
    // At once, without a turn of the page's own: so that what was begun is done even when the page is closed now.
    transaction.commit?.();
  });
}

async function read<T>(store: Store, work: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const request = work((await open()).transaction(store, "readonly").objectStore(store));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}

/** What is kept under `key`, or undefined. */
export const get = <T>(store: Store, key: string): Promise<T | undefined> => read(store, (kept) => kept.get(key));

/** Everything of one store. */
export const all = <T>(store: Store): Promise<T[]> => read(store, (kept) => kept.getAll());

/** Keeps `value` under `key`; fails as `change` does. */
export const put = (store: Store, key: string, value: unknown): Promise<undefined> =>
  change([store], (of) => of(store).put(value, key));

/** Forgets what is kept under `key`. */
export const remove = (store: Store, key: string): Promise<undefined> => change([store], (of) => of(store).delete(key));
