import type { Router } from 'express';
import type { BlobPlaces, Clock, Logger, Milliseconds, Pruned, Vocabulary } from '../base/index.js';
import type { AgentKey, Lrs, OrganisationId } from '../lrs/index.js';
import { type Attempts, createAttempts } from './create-attempts.js';
import { type InstalledContent, installStarter, pruneFiles } from './packages/index.js';
import { createPlay, type Play, type ReadPlaySession } from './play/index.js';
import type { CatalogueEntry, ContentStore } from './store/index.js';

/** Dependencies of the contents. */
export interface H5pContentParts {
  readonly store: ContentStore;
  readonly blobs: Pick<BlobPlaces, 'contents' | 'libraries'>;
  readonly lrs: Lrs;
  readonly vocabulary: Vocabulary;
  /** Where browsers reach us, without a slash at its end. */
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly readSession: ReadPlaySession;
  /** A secret of this installation, from which the keys to content files are derived. */
  readonly filesSecret: string;
  /** Folder of the built content types; the program's own unless given. */
  readonly librariesFolder?: string;
}

/** Learning contents: the catalogue, the player, and the attempts. */
export interface H5pContent {
  readonly catalogue: {
    /** The current version of every content of an organisation, by title. */
    list(organisation: OrganisationId): Promise<readonly CatalogueEntry[]>;
    find(organisation: OrganisationId, id: string): Promise<CatalogueEntry | undefined>;
  };
  readonly play: Pick<Play, 'model' | 'warm'>;
  readonly attempts: Attempts;
  /** Erases attempts of these actors, and what contents remember for the person (UUID). @returns how many of each */
  forget(
    organisation: OrganisationId,
    who: { readonly person?: string; readonly actors: readonly AgentKey[] },
  ): Promise<{ readonly attempts: number; readonly states: number }>;
  /** To be mounted at `/h5p`. */
  readonly router: Router;
  /** Installs the starter content for an organisation; harmless if it has it. */
  installStarter(organisation: OrganisationId): Promise<readonly InstalledContent[]>;
  /** Removes files that nothing names any more and that nobody has put for so long, a day or more. */
  pruneFiles(olderThanMs: Milliseconds): Promise<Pruned>;
}

/** Creates the contents over a store and an LRS. */
export function createH5pContent(parts: H5pContentParts): H5pContent {
  const { store, blobs, clock } = parts;
  const { model, warm, router } = createPlay(parts);
  return {
    catalogue: {
      list: (organisation) => store.contents.listContents(organisation),
      find: (organisation, id) => store.contents.findContent(organisation, id),
    },
    play: { model, warm },
    attempts: createAttempts(store, clock),
    async forget(organisation, { person, actors }) {
      const states = person === undefined ? 0 : await store.states.eraseStates(organisation, person);
      return { states, attempts: await store.attempts.eraseAttempts(organisation, actors) };
    },
    router,
    pruneFiles: (olderThanMs) => pruneFiles({ store, blobs, clock }, olderThanMs),
    installStarter: (organisation) => installStarter({ store, blobs: blobs.contents, clock }, organisation),
  };
}
