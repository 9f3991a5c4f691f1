/** The part of H5P core's content data that the player uses. */
interface ContentData {
  /** By sub-content id, then by data type: the state as JSON text that core last returned or received. */
  contentUserData: Record<string, Record<string, string>>;
}

/** Identifies one write of learner state by a page (`PageStateWriter` of the store). */
export interface PageStateWriter {
  readonly page: string;
  readonly serial: number;
}

/**
 * The data of the page in `<script type="application/json" id="play-data">`: H5P's integration object, and under
 * `lotse` what the player needs (`PlayerSettings` in `model.ts`).
 */
export interface PlayerData {
  readonly ajax: { readonly contentUserData: string };
  readonly contents: Record<string, ContentData>;
  readonly lotse: {
    readonly contentId: string;
    readonly registration: string;
    readonly language: 'de' | 'en';
    readonly xapi: { readonly endpoint: string; readonly token: string };
    readonly now: number;
    readonly preview: boolean;
    readonly states: Readonly<Record<string, { readonly revision: number; readonly writer?: PageStateWriter }>>;
  };
}

/** Parses the page's data. */
export function readPlayData(document: Document): PlayerData {
  const element = document.getElementById('play-data');
  if (element === null) throw new Error('The page has no #play-data.');
  return JSON.parse(element.textContent) as PlayerData;
}
