import type { Vocabulary } from '../../../base/index.js';

/** The object of a content's statement: the whole content, or one of its parts. */
export interface AboutContent {
  /** The activity IRI, `?subContentId=…` included for a part. */
  readonly iri: string;
  readonly subContentId?: string;
}

const subContentQuery = /^\?subContentId=([\w.~-]{1,128})$/;

/**
 * Reads the id of a statement's object. H5P core writes what it was given as the content's address; hosts that give
 * it none get the bare content id. Both mean the content's activity.
 * @returns `undefined` where the id is that of anything else
 */
export function readObjectId(id: string, contentId: string, vocabulary: Vocabulary): AboutContent | undefined {
  const activity = vocabulary.activity(contentId);
  const rest = [activity, contentId].filter((base) => id.startsWith(base)).map((base) => id.slice(base.length))[0];
  if (rest === undefined) return undefined;
  if (rest === '') return { iri: activity };
  const subContentId = subContentQuery.exec(rest)?.[1];
  return subContentId === undefined ? undefined : { iri: `${activity}?subContentId=${subContentId}`, subContentId };
}
