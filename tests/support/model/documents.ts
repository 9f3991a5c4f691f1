import { LotseError } from '../../../base/index.js';
import {
  type DocumentCollection,
  type DocumentCommands,
  type DocumentQueries,
  allowsClearing,
  type OrganisationId,
  putOutcome,
  removalOutcome,
  type StoredDocument,
} from '../../../lrs/store/index.js';

interface Entry {
  readonly organisation: OrganisationId;
  readonly collection: DocumentCollection;
  readonly document: StoredDocument;
}

/** A collection as one text: equal collections, equal texts. */
function nameOf(collection: DocumentCollection): string {
  switch (collection.kind) {
    case 'state':
      return JSON.stringify(['state', collection.activity, collection.agent, collection.registration ?? null]);
    case 'activity-profile':
      return JSON.stringify([collection.kind, collection.activity]);
    case 'agent-profile':
      return JSON.stringify([collection.kind, collection.agent]);
  }
}

/** True if `asked`, when listed or cleared, covers documents of `has`. */
function covers(asked: DocumentCollection, has: DocumentCollection): boolean {
  if (asked.kind === 'state' && asked.registration === undefined) {
    return has.kind === 'state' && has.activity === asked.activity && has.agent === asked.agent;
  }
  return nameOf(asked) === nameOf(has);
}

const codePoints = (text: string): readonly number[] => [...text].map((character) => character.codePointAt(0)!);

function byCodePoint(one: string, other: string): number {
  const [a, b] = [codePoints(one), codePoints(other)];
  const at = a.findIndex((codePoint, index) => codePoint !== b[index]);
  return at === -1 ? a.length - b.length : a[at]! - (b[at] ?? -1);
}

/** The documents of the model: one array. */
export function documentModel(exists: (organisation: OrganisationId) => boolean): DocumentCommands & DocumentQueries {
  let entries: readonly Entry[] = [];

  const requireOrganisation = (organisation: OrganisationId): void => {
    if (!exists(organisation)) throw new LotseError('not-found', 'There is no such organisation.');
  };
  const isOne = (organisation: OrganisationId, collection: DocumentCollection, id: string) => (entry: Entry) =>
    entry.organisation === organisation && nameOf(entry.collection) === nameOf(collection) && entry.document.id === id;

  const ids = (organisation: OrganisationId, collection: DocumentCollection, since?: string): readonly string[] => {
    const all = entries.filter(
      (entry) =>
        entry.organisation === organisation &&
        covers(collection, entry.collection) &&
        (since === undefined || Date.parse(entry.document.updated) > Date.parse(since)),
    );
    return [...new Set(all.map((entry) => entry.document.id))].sort(byCodePoint);
  };

  return {
    putDocument: async (organisation, collection, document, expected) => {
      requireOrganisation(organisation);
      const one = isOne(organisation, collection, document.id);
      const outcome = putOutcome(entries.find(one)?.document, document, expected);
      if (outcome !== undefined) return outcome;
      entries = [...entries.filter((entry) => !one(entry)), { organisation, collection, document }];
      return { changed: true };
    },
    removeDocument: async (organisation, collection, id, expected) => {
      requireOrganisation(organisation);
      const one = isOne(organisation, collection, id);
      const outcome = removalOutcome(entries.find(one)?.document, expected);
      if (outcome !== undefined) return outcome;
      entries = entries.filter((entry) => !one(entry));
      return { changed: true };
    },
    clearDocuments: async (organisation, collection, expected) => {
      requireOrganisation(organisation);
      if (!allowsClearing(ids(organisation, collection), expected)) return false;
      entries = entries.filter(
        (entry) => !(entry.organisation === organisation && covers(collection, entry.collection)),
      );
      return true;
    },
    eraseDocuments: async (organisation, agent) => {
      requireOrganisation(organisation);
      const before = entries.length;
      entries = entries.filter(
        (entry) =>
          entry.organisation !== organisation ||
          entry.collection.kind === 'activity-profile' ||
          entry.collection.agent !== agent,
      );
      return before - entries.length;
    },
    findDocument: async (organisation, collection, id) => entries.find(isOne(organisation, collection, id))?.document,
    findNewestUpdate: async (organisation, collection, since) =>
      entries
        .filter((entry) => entry.organisation === organisation && covers(collection, entry.collection))
        .map((entry) => entry.document.updated)
        .filter((updated) => since === undefined || Date.parse(updated) > Date.parse(since))
        .sort()
        .at(-1),
    listDocumentIds: async (organisation, collection, since) => ids(organisation, collection, since),
  };
}
