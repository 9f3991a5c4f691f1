/** The IRIs this installation uses in statements. They are derived from the public URL alone. */
export interface Vocabulary {
  /** A content (unit or case), the same over all its versions. */
  activity(contentId: string): string;
  /** The content id in an activity IRI of ours, sub-content included; `undefined` for any other IRI. */
  contentIdOf(activityIri: string): string | undefined;
  /** A course of an LMS. */
  course(platformId: string, courseId: string): string;
  /** Platform and course id in a course IRI of ours. */
  courseOf(iri: string): { readonly platformId: string; readonly courseId: string } | undefined;
  /** A competency of a framework, e.g. framework `lotse`, code `D1`. */
  competency(framework: string, code: string): string;
  /** Framework and code in a competency IRI of ours. */
  competencyOf(iri: string): { readonly framework: string; readonly code: string } | undefined;
  readonly extensions: {
    /** Context: version of the content that was played, a whole number from 1. */
    readonly contentVersion: string;
    /** Context: what the content counts for, `[{ "competency": IRI, "level": 1 … 4 }]`. */
    readonly competencies: string;
  };
}

/** @param publicUrl without a slash at its end */
export function vocabularyFor(publicUrl: string): Vocabulary {
  const activities = `${publicUrl}/activities/`;
  const courses = `${publicUrl}/courses/`;
  const competencies = `${publicUrl}/competencies/`;
  return {
    activity: (contentId) => activities + encodeURIComponent(contentId),
    contentIdOf: (iri) => {
      if (!iri.startsWith(activities)) return undefined;
      const id = iri.slice(activities.length).split(/[/?#]/, 1)[0]!;
      return id === '' ? undefined : decodeSafely(id);
    },
    course: (platformId, courseId) => `${courses}${encodeURIComponent(platformId)}/${encodeURIComponent(courseId)}`,
    courseOf: (iri) => {
      const [platformId, courseId] = partsBehind(courses, iri) ?? [];
      return platformId === undefined || courseId === undefined ? undefined : { platformId, courseId };
    },
    competency: (framework, code) => `${competencies}${encodeURIComponent(framework)}/${encodeURIComponent(code)}`,
    competencyOf: (iri) => {
      const [framework, code] = partsBehind(competencies, iri) ?? [];
      return framework === undefined || code === undefined ? undefined : { framework, code };
    },
    extensions: {
      contentVersion: `${publicUrl}/xapi/extensions/content-version`,
      competencies: `${publicUrl}/xapi/extensions/competencies`,
    },
  };
}

/** The two parts of an IRI behind its beginning. */
function partsBehind(start: string, iri: string): readonly [string, string] | undefined {
  if (!iri.startsWith(start)) return undefined;
  const [one, other, ...rest] = iri.slice(start.length).split('/');
  if (!one || !other || rest.length > 0) return undefined;
  const decoded = [decodeSafely(one), decodeSafely(other)] as const;
  return decoded[0] === undefined || decoded[1] === undefined ? undefined : [decoded[0], decoded[1]];
}

function decodeSafely(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
