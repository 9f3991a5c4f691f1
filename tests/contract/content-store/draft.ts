import type { ContentDraft } from '../../../h5p-content/store/index.js';

/** A content about to be published. */
export function draft(id: string, changes: Partial<ContentDraft> = {}): ContentDraft {
  return {
    id,
    kind: 'unit',
    title: `Titel ${id}`,
    language: 'de',
    summary: 'Worum es geht.',
    minutes: 5,
    competencies: [{ framework: 'lotse', code: 'D1', level: 2 }],
    mainLibrary: { machineName: 'Lotse.MicroUnit', majorVersion: 1, minorVersion: 0 },
    translations: { en: { title: `Title ${id}`, summary: 'What it is about.' } },
    parameters: '{"cards":[]}',
    metadata: '{"title":"Titel"}',
    files: [],
    edition: 'first',
    ...changes,
  };
}
