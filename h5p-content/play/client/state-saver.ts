import { requireSuccess, classifyFailure } from './failure.js';
import type { Instance, SetUserData } from './globals.js';
import type { DraftStorage } from './draft-storage.js';
import { requestTimeoutMs, createRetryLoop, type Persistent, type SendingStatus } from './retry-loop.js';
import type { PlayerData, PageStateWriter } from './play-data.js';

/** The page's knowledge of a state when it overwrote it (`StatePrecondition` of the store). */
interface StatePrecondition {
  readonly revision: number;
  readonly writer: PageStateWriter;
  readonly follows?: PageStateWriter;
}

/** A state that the server has not confirmed. */
interface UnsavedState {
  readonly dataType: string;
  readonly subContentId: string;
  /** JSON text, as the content type gave it. */
  readonly data: string;
  readonly preload: boolean;
  /** Reveals a later write by another page or another device. */
  readonly footing: StatePrecondition;
}

/** Saves the content type's state. */
export interface StateSaver {
  /** Replaces H5P core's `setUserData`, which neither retries nor works while a page is being closed. */
  readonly setUserData: SetUserData;
  /**
   * Records the initial state of each instance. It contains no work of the learner, so it is not saved by
   * itself: a page that is merely open must not overtake one that is worked in.
   */
  begin(instances: readonly Instance[]): void;
  /** Tries again now, e.g. because the connection is back. */
  retry(): void;
  /** Takes every instance's current state, and sends unconfirmed ones so that they arrive even if the page closes. */
  leave(instances: readonly Instance[], budget: number): void;
}

export interface SaverParts {
  readonly window: Window;
  readonly data: PlayerData;
  readonly drafts: DraftStorage;
  readonly report: (progress: SendingStatus) => void;
  readonly refused: (failure: unknown) => void;
}

/** The initial value of one state on the page. */
type Start = PlayerData['lotse']['states'][string];

/** True if a state left by an earlier page is newer than the initial one: nobody else has written since. */
function isNewer({ revision, writer }: StatePrecondition, start: Start | undefined): boolean {
  return (
    revision === (start?.revision ?? 0) || (start?.writer?.page === writer.page && start.writer.serial < writer.serial)
  );
}

const nameOf = ({ dataType, subContentId }: Pick<UnsavedState, 'dataType' | 'subContentId'>): string =>
  `${dataType}/${subContentId}`;

const bodyOf = ({ data, preload, footing: precondition }: UnsavedState): URLSearchParams =>
  new URLSearchParams({ data, preload: preload ? '1' : '0', invalidate: '0', footing: JSON.stringify(precondition) });

class PersistentStateSaver implements StateSaver {
  readonly #parts: SaverParts;
  readonly #contentId: string;
  readonly #content: PlayerData['contents'][string];
  readonly #revisions: Map<string, number>;
  readonly #unsaved = new Map<string, UnsavedState>();
  /** Writers of states taken over from an earlier page, by the state's name. */
  readonly #followed = new Map<string, PageStateWriter>();
  /** Identifies this page among all that have the same attempt open. */
  readonly #page: string;
  #written = 0;
  #overtaken = false;
  readonly #loop: Persistent;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#contentId = parts.data.lotse.contentId;
    this.#content = parts.data.contents[`cid-${this.#contentId}`]!;
    this.#revisions = new Map(Object.entries(parts.data.lotse.states).map(([name, { revision }]) => [name, revision]));
    this.#page = parts.window.crypto.getRandomValues(new Uint32Array(4)).join('-');
    for (const state of parts.drafts.left().flatMap((text) => JSON.parse(text) as readonly UnsavedState[])) {
      // Sent again unchanged, so that a repetition has no effect.
      if (!isNewer(state.footing, parts.data.lotse.states[nameOf(state)])) continue;
      this.#remember(state);
      this.#followed.set(nameOf(state), state.footing.writer);
    }
    this.#persist();
    parts.drafts.clearLeft();
    this.#loop = createRetryLoop(
      parts.window,
      async () => {
        for (let state = [...this.#unsaved.values()][0]; state !== undefined; state = [...this.#unsaved.values()][0]) {
          try {
            await this.#send(state, false);
          } catch (failure) {
            if (classifyFailure(failure) === 'overtaken') {
              this.#overtaken = true;
              this.#unsaved.clear();
              this.#persist();
            }
            if (classifyFailure(failure) !== 'never') throw failure;
            this.#unsaved.delete(nameOf(state));
            this.#persist();
            parts.refused(failure);
          }
        }
      },
      parts.report,
    );
    if (this.#unsaved.size > 0) this.#loop.wake();
  }

  // A property, since H5P core calls it as a function of its own.
  readonly setUserData: SetUserData = (...change) => {
    if (this.#take(...change)) this.#loop.wake();
  };

  begin(instances: readonly Instance[]): void {
    for (const instance of instances) {
      const text = JSON.stringify(instance.getCurrentState?.()) as string | undefined;
      if (text !== undefined) (this.#content.contentUserData['0'] ??= {})['state'] = text;
    }
  }

  retry(): void {
    this.#loop.retry();
  }

  leave(instances: readonly Instance[], budget: number): void {
    for (const instance of instances) {
      const state = instance.getCurrentState?.();
      if (state !== undefined) this.#take(instance.contentId, 'state', state, {});
    }
    let left = budget;
    for (const state of this.#unsaved.values()) {
      left -= bodyOf(state).toString().length;
      // Confirmed or not, unsent states stay stored: the next page sends them again.
      if (left > 0) this.#send(state, true).catch(() => this.#loop.wake());
    }
  }

  #persist(): void {
    if (this.#unsaved.size === 0) this.#parts.drafts.clear();
    else this.#parts.drafts.write(JSON.stringify([...this.#unsaved.values()]));
  }

  #remember(state: UnsavedState): void {
    (this.#content.contentUserData[state.subContentId] ??= {})[state.dataType] = state.data;
    this.#unsaved.set(nameOf(state), state);
  }

  async #send(state: UnsavedState, keepalive: boolean): Promise<void> {
    const url = this.#parts.data.ajax.contentUserData
      .replace(':contentId', encodeURIComponent(this.#contentId))
      .replace(':dataType', encodeURIComponent(state.dataType))
      .replace(':subContentId', encodeURIComponent(state.subContentId));
    const response = await fetch(url, {
      method: 'POST',
      body: bodyOf(state),
      headers: { Authorization: `Bearer ${this.#parts.data.lotse.xapi.token}` },
      keepalive,
      credentials: 'same-origin',
      ...(keepalive ? {} : { signal: AbortSignal.timeout(requestTimeoutMs) }),
    });
    requireSuccess(response);
    const { revision } = (await response.json()) as { revision: number };
    this.#revisions.set(nameOf(state), revision);
    // The next page may have been loaded before this was saved. So it stays stored, and that page sees by the revision
    // whether it has it.
    if (keepalive) return;
    const newest = this.#unsaved.get(nameOf(state));
    if (newest?.data === state.data) this.#unsaved.delete(nameOf(state));
    else if (newest !== undefined)
      this.#unsaved.set(nameOf(state), { ...newest, footing: { ...newest.footing, revision } });
    this.#persist();
  }

  #take(...[, dataType, value, options = {}]: Parameters<SetUserData>): boolean {
    const subContentId = String(options.subContentId ?? 0);
    const text = JSON.stringify(value) as string | undefined;
    if (this.#overtaken || text === undefined || text === this.#content.contentUserData[subContentId]?.[dataType])
      return false;
    const name = nameOf({ dataType, subContentId });
    const follows = this.#followed.get(name);
    this.#written += 1;
    this.#remember({
      dataType,
      subContentId,
      data: text,
      preload: options.preloaded ?? true,
      footing: {
        revision: this.#revisions.get(name) ?? 0,
        writer: { page: this.#page, serial: this.#written },
        ...(follows === undefined ? {} : { follows }),
      },
    });
    this.#persist();
    return true;
  }
}

/**
 * Saves the newest version of each state. A state that an earlier page could not save is taken over, unless another
 * device has saved since: then that one's state is what the page already started from. If another page has saved since
 * this one was opened, nothing of this one is saved any more, and `report` says so (`overtaken`).
 */
export function createStateSaver(parts: SaverParts): StateSaver {
  return new PersistentStateSaver(parts);
}
