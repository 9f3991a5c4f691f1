import { requireSuccess, verdictOn } from './failure.js';
import type { Instance, SetUserData } from './globals.js';
import type { Keep } from './keep.js';
import { patience, persistent, type Progress } from './persistent.js';
import type { PlayerData, StateWriter } from './play-data.js';

/** The page's knowledge of a state when it overwrote it (`StateFooting` of the store). */
interface Footing {
  readonly revision: number;
  readonly writer: StateWriter;
  readonly follows?: StateWriter;
}

/** A state that the server has not confirmed. */
interface Unsaved {
  readonly dataType: string;
  readonly subContentId: string;
  /** JSON text, as the content type gave it. */
  readonly data: string;
  readonly preload: boolean;
  /** Reveals a later write by another page or another device. */
  readonly footing: Footing;
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
  readonly keep: Keep;
  readonly report: (progress: Progress) => void;
  readonly refused: (failure: unknown) => void;
}

/** The initial value of one state on the page. */
type Start = PlayerData['lotse']['states'][string];

/** True if a state left by an earlier page is newer than the initial one: nobody else has written since. */
function isNewer({ revision, writer }: Footing, start: Start | undefined): boolean {
  return (
    revision === (start?.revision ?? 0) || (start?.writer?.page === writer.page && start.writer.serial < writer.serial)
  );
}

const nameOf = ({ dataType, subContentId }: Pick<Unsaved, 'dataType' | 'subContentId'>): string =>
  `${dataType}/${subContentId}`;

const bodyOf = ({ data, preload, footing }: Unsaved): URLSearchParams =>
  new URLSearchParams({ data, preload: preload ? '1' : '0', invalidate: '0', footing: JSON.stringify(footing) });

/**
 * Saves the newest version of each state. A state that an earlier page could not save is taken over, unless another
 * device has saved since: then that one's state is what the page already started from. If another page has saved since
 * this one was opened, nothing of this one is saved any more, and `report` says so (`overtaken`).
 */
export function stateSaver({ window, data, keep, report, refused }: SaverParts): StateSaver {
  const { contentId } = data.lotse;
  const content = data.contents[`cid-${contentId}`]!;
  const revisions = new Map(Object.entries(data.lotse.states).map(([name, { revision }]) => [name, revision]));
  const unsaved = new Map<string, Unsaved>();
  /** Writers of states taken over from an earlier page, by the state's name. */
  const followed = new Map<string, StateWriter>();
  /** Identifies this page among all that have the same attempt open. */
  const page = window.crypto.getRandomValues(new Uint32Array(4)).join('-');
  let written = 0;
  let overtaken = false;

  const persist = (): void => {
    if (unsaved.size === 0) keep.clear();
    else keep.write(JSON.stringify([...unsaved.values()]));
  };
  const remember = (state: Unsaved): void => {
    (content.contentUserData[state.subContentId] ??= {})[state.dataType] = state.data;
    unsaved.set(nameOf(state), state);
  };
  for (const state of keep.left().flatMap((text) => JSON.parse(text) as readonly Unsaved[])) {
    // Sent again unchanged, so that a repetition has no effect.
    if (!isNewer(state.footing, data.lotse.states[nameOf(state)])) continue;
    remember(state);
    followed.set(nameOf(state), state.footing.writer);
  }
  persist();
  keep.forgetLeft();

  async function send(state: Unsaved, keepalive: boolean): Promise<void> {
    const url = data.ajax.contentUserData
      .replace(':contentId', encodeURIComponent(contentId))
      .replace(':dataType', encodeURIComponent(state.dataType))
      .replace(':subContentId', encodeURIComponent(state.subContentId));
    const response = await fetch(url, {
      method: 'POST',
      body: bodyOf(state),
      headers: { Authorization: `Bearer ${data.lotse.xapi.token}` },
      keepalive,
      credentials: 'same-origin',
      ...(keepalive ? {} : { signal: AbortSignal.timeout(patience) }),
    });
    requireSuccess(response);
    const { revision } = (await response.json()) as { revision: number };
    revisions.set(nameOf(state), revision);
    // The next page may have been loaded before this was saved. So it stays stored, and that page sees by the revision
    // whether it has it.
    if (keepalive) return;
    const newest = unsaved.get(nameOf(state));
    if (newest?.data === state.data) unsaved.delete(nameOf(state));
    else if (newest !== undefined) unsaved.set(nameOf(state), { ...newest, footing: { ...newest.footing, revision } });
    persist();
  }

  const loop = persistent(
    window,
    async () => {
      for (let state = [...unsaved.values()][0]; state !== undefined; state = [...unsaved.values()][0]) {
        try {
          await send(state, false);
        } catch (failure) {
          if (verdictOn(failure) === 'overtaken') {
            overtaken = true;
            unsaved.clear();
            persist();
          }
          if (verdictOn(failure) !== 'never') throw failure;
          unsaved.delete(nameOf(state));
          persist();
          refused(failure);
        }
      }
    },
    report,
  );
  if (unsaved.size > 0) loop.wake();

  const take: (...change: Parameters<SetUserData>) => boolean = (_contentId, dataType, value, options = {}) => {
    const subContentId = String(options.subContentId ?? 0);
    const text = JSON.stringify(value) as string | undefined;
    if (overtaken || text === undefined || text === content.contentUserData[subContentId]?.[dataType]) return false;
    const name = nameOf({ dataType, subContentId });
    const follows = followed.get(name);
    written += 1;
    remember({
      dataType,
      subContentId,
      data: text,
      preload: options.preloaded ?? true,
      footing: {
        revision: revisions.get(name) ?? 0,
        writer: { page, serial: written },
        ...(follows === undefined ? {} : { follows }),
      },
    });
    persist();
    return true;
  };

  return {
    setUserData: (...change) => {
      if (take(...change)) loop.wake();
    },
    begin(instances) {
      for (const instance of instances) {
        const text = JSON.stringify(instance.getCurrentState?.()) as string | undefined;
        if (text !== undefined) (content.contentUserData['0'] ??= {})['state'] = text;
      }
    },
    retry: () => loop.retry(),
    leave(instances, budget) {
      for (const instance of instances) {
        const state = instance.getCurrentState?.();
        if (state !== undefined) take(instance.contentId, 'state', state, {});
      }
      let left = budget;
      for (const state of unsaved.values()) {
        left -= bodyOf(state).toString().length;
        // Confirmed or not, unsent states stay stored: the next page sends them again.
        if (left > 0) send(state, true).catch(() => loop.wake());
      }
    },
  };
}
