import { LotseError } from '../../../base/index.js';
import type {
  Attempt,
  AttemptKey,
  AttemptScope,
  CatalogueEntry,
  ContentBlob,
  ContentDraft,
  ContentStore,
  LearnerState,
  NewAttempt,
} from '../../../h5p-content/store/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';
import { libraryModel } from './libraries.js';

interface Version {
  readonly organisation: OrganisationId;
  readonly version: number;
  readonly published: string;
  readonly draft: ContentDraft;
}

const byCodePoint = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

function entryOf({ draft, version, published }: Version): CatalogueEntry {
  const { id, kind, title, language, summary, minutes, competencies, mainLibrary, translations } = draft;
  return { id, kind, title, language, summary, minutes, competencies, mainLibrary, translations, version, published };
}

/** The contents' port as arrays and filters: obviously right, and nothing else. */
export function modelContentStore(): ContentStore {
  const versions: Version[] = [];
  const states: { organisation: OrganisationId; scope: AttemptScope; state: LearnerState }[] = [];
  const attempts: { organisation: OrganisationId; attempt: Attempt }[] = [];

  const versionsOf = (organisation: OrganisationId, id: string): Version[] =>
    versions.filter((each) => each.organisation === organisation && each.draft.id === id);
  const version = (organisation: OrganisationId, id: string, number: number): Version | undefined =>
    versionsOf(organisation, id).find((each) => each.version === number);

  const sameScope = (left: AttemptScope, right: AttemptScope): boolean =>
    left.contentId === right.contentId && left.registration === right.registration && left.person === right.person;
  const stateIndex = (
    organisation: OrganisationId,
    scope: AttemptScope,
    dataType: string,
    subContentId: string,
  ): number =>
    states.findIndex(
      (each) =>
        each.organisation === organisation &&
        sameScope(each.scope, scope) &&
        each.state.dataType === dataType &&
        each.state.subContentId === subContentId,
    );

  const standingIndex = (organisation: OrganisationId, place: AttemptKey): number =>
    attempts.findIndex(
      ({ organisation: owner, attempt }) =>
        owner === organisation &&
        attempt.actor === place.actor &&
        attempt.contentId === place.contentId &&
        attempt.placement === place.placement &&
        attempt.superseded === undefined,
    );
  const registered = (
    organisation: OrganisationId,
    { registration }: Pick<NewAttempt, 'registration'>,
  ): Attempt | undefined =>
    attempts.find((each) => each.organisation === organisation && each.attempt.registration === registration)?.attempt;
  const begin = (
    organisation: OrganisationId,
    { actor, contentId, placement }: AttemptKey,
    { registration, now }: NewAttempt,
  ): Attempt | undefined => {
    const current = versionsOf(organisation, contentId).at(-1);
    if (current === undefined) return undefined;
    if (registered(organisation, { registration }) !== undefined) throw new LotseError('conflict', 'Taken.');
    const attempt: Attempt = { registration, actor, contentId, placement, version: current.version, started: now };
    attempts.push({ organisation, attempt });
    return attempt;
  };

  return {
    libraries: libraryModel(() => versions),
    contents: {
      async publishVersion(organisation, draft, now) {
        const earlier = versionsOf(organisation, draft.id);
        const known = earlier.find((each) => each.draft.edition === draft.edition);
        if (known !== undefined) return { version: known.version, published: known.published };
        versions.push({ organisation, version: earlier.length + 1, published: now, draft });
        return { version: earlier.length + 1, published: now };
      },
      async listContents(organisation) {
        const ids = new Set(versions.filter((each) => each.organisation === organisation).map((each) => each.draft.id));
        return [...ids]
          .map((id) => entryOf(versionsOf(organisation, id).at(-1)!))
          .sort((left, right) => byCodePoint(left.title, right.title) || byCodePoint(left.id, right.id));
      },
      async findContent(organisation, id) {
        const current = versionsOf(organisation, id).at(-1);
        return current === undefined ? undefined : entryOf(current);
      },
      async findVersion(organisation, id, number) {
        const found = version(organisation, id, number);
        return found === undefined
          ? undefined
          : { ...entryOf(found), parameters: found.draft.parameters, metadata: found.draft.metadata };
      },
      async findFile(organisation, id, number, name) {
        return version(organisation, id, number)?.draft.files.find((file) => file.name === name);
      },
      async listFiles(organisation, id, number) {
        return (version(organisation, id, number)?.draft.files ?? []).toSorted((left, right) =>
          byCodePoint(left.name, right.name),
        );
      },
      async listContentBlobs() {
        const named = versions.flatMap(({ organisation, draft }) =>
          draft.files.map(({ sha256 }): [string, ContentBlob] => [
            `${organisation} ${sha256}`,
            { organisation, sha256 },
          ]),
        );
        return [...new Map(named).values()];
      },
    },
    states: {
      async writeState(organisation, scope, state, _now, footing) {
        const index = stateIndex(organisation, scope, state.dataType, state.subContentId);
        const there = states[index]?.state;
        const before = there?.revision ?? 0;
        if (footing === undefined) {
          const isSame = there?.data === state.data && there.preload === state.preload;
          if (isSame && there.writer === undefined) return before;
        } else {
          const { writer, follows } = footing;
          if (there?.data === state.data) return before;
          if (there?.writer?.page === writer.page) {
            if (writer.serial <= there.writer.serial) return before;
          } else if (
            follows === undefined ||
            there?.writer?.page !== follows.page ||
            there.writer.serial > follows.serial
          ) {
            if (before !== footing.revision) return undefined;
          }
        }
        if (index !== -1) states.splice(index, 1);
        states.push({
          organisation,
          scope,
          state: { ...state, revision: before + 1, ...(footing === undefined ? {} : { writer: footing.writer }) },
        });
        return before + 1;
      },
      async removeState(organisation, scope, dataType, subContentId) {
        const index = stateIndex(organisation, scope, dataType, subContentId);
        if (index !== -1) states.splice(index, 1);
      },
      async eraseStates(organisation, person) {
        const kept = states.filter((each) => each.organisation !== organisation || each.scope.person !== person);
        return states.splice(0, states.length, ...kept).length - kept.length;
      },
      async findState(organisation, scope, dataType, subContentId) {
        return states[stateIndex(organisation, scope, dataType, subContentId)]?.state;
      },
      async listStates(organisation, scope) {
        return states
          .filter((each) => each.organisation === organisation && sameScope(each.scope, scope))
          .map((each) => each.state)
          .sort(
            (left, right) =>
              byCodePoint(left.dataType, right.dataType) || byCodePoint(left.subContentId, right.subContentId),
          );
      },
    },
    attempts: {
      async ensureAttempt(organisation, place, fresh) {
        return attempts[standingIndex(organisation, place)]?.attempt ?? begin(organisation, place, fresh);
      },
      async restartAttempt(organisation, place, fresh) {
        const begun = registered(organisation, fresh);
        if (begun?.actor === place.actor && begun.contentId === place.contentId && begun.placement === place.placement)
          return begun;
        if (versionsOf(organisation, place.contentId).length === 0) return undefined;
        if (begun !== undefined) throw new LotseError('conflict', 'Taken.');
        const index = standingIndex(organisation, place);
        if (index !== -1)
          attempts[index] = { organisation, attempt: { ...attempts[index]!.attempt, superseded: fresh.now } };
        return begin(organisation, place, fresh);
      },
      async finishAttempt(organisation, registration, now) {
        const index = attempts.findIndex(
          (each) => each.organisation === organisation && each.attempt.registration === registration,
        );
        const found = attempts[index]?.attempt;
        if (found !== undefined && found.finished === undefined)
          attempts[index] = { organisation, attempt: { ...found, finished: now } };
      },
      async eraseAttempts(organisation, actors) {
        const kept = attempts.filter(
          (each) => each.organisation !== organisation || !actors.includes(each.attempt.actor),
        );
        return attempts.splice(0, attempts.length, ...kept).length - kept.length;
      },
      async findAttempt(organisation, registration) {
        return attempts.find((each) => each.organisation === organisation && each.attempt.registration === registration)
          ?.attempt;
      },
      async findCurrentAttempt(organisation, place) {
        return attempts[standingIndex(organisation, place)]?.attempt;
      },
      async listAttempts(organisation, actors) {
        return attempts
          .filter((each) => each.organisation === organisation && actors.includes(each.attempt.actor))
          .map(({ attempt }) => attempt)
          .sort(
            (left, right) =>
              byCodePoint(left.contentId, right.contentId) ||
              byCodePoint(left.started, right.started) ||
              byCodePoint(left.registration, right.registration),
          );
      },
    },
  };
}
