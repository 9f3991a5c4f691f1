/**
 * Text that survives a reload if the browser allows storage, and otherwise lives as long as the page. Every page
 * writes an entry of its own, so that two tabs on one attempt do not overwrite each other.
 */
export interface DraftStorage {
  write(text: string): void;
  /** Entries of earlier pages of the same group, oldest first. */
  left(): readonly string[];
  /** Removes the entries of earlier pages. */
  clearLeft(): void;
  /** Removes this page's own entry. */
  clear(): void;
}

const prefix = 'lotse.';
/** Days after which old entries are removed: they belong to launches that have long expired. */
const maxAgeDays = 60;

function localStorageOf(window: Window): Storage | undefined {
  try {
    // Reading the property alone throws where storage is denied, e.g. in a third-party iframe.
    const storage = window.localStorage;
    storage.setItem(`${prefix}probe`, '');
    storage.removeItem(`${prefix}probe`);
    return storage;
  } catch {
    return undefined;
  }
}

interface Entry {
  readonly key: string;
  readonly written: number;
  readonly text: string;
}

function entries(storage: Storage, start: string): readonly Entry[] {
  return Object.keys(storage)
    .filter((key) => key.startsWith(start))
    .map((key) => {
      const [, written = '0', text = ''] = /^(\d+) ([\s\S]*)$/.exec(storage.getItem(key) ?? '') ?? [];
      return { key, written: Number(written), text };
    })
    .sort((left, right) => left.written - right.written);
}

/** @param group what belongs together, e.g. the statements of one attempt */
export function openDraftStorage(window: Window, group: string): DraftStorage {
  const storage = localStorageOf(window);
  const start = `${prefix}${group}.`;
  const own = start + window.crypto.getRandomValues(new Uint32Array(2)).join('');
  const others = storage === undefined ? [] : entries(storage, start);
  for (const { key, written } of storage === undefined ? [] : entries(storage, prefix)) {
    if (written < Date.now() - maxAgeDays * 86_400_000) storage?.removeItem(key);
  }
  return {
    write(text) {
      try {
        storage?.setItem(own, `${Date.now()} ${text}`);
      } catch {
        // The browser's storage is full: the page itself still has everything, and keeps trying to send it.
      }
    },
    left: () => others.map(({ text }) => text),
    clearLeft() {
      for (const { key } of others) storage?.removeItem(key);
    },
    clear: () => storage?.removeItem(own),
  };
}
