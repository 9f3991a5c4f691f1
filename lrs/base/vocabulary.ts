/** The IRIs under which this installation speaks of things in statements. They follow from the public URL alone. */
export interface Vocabulary {
  /** A content (unit or case), the same over all its versions. */
  activity(contentId: string): string;
  /** The content id in an activity IRI of ours, sub-content included; `undefined` for any other IRI. */
  contentIdOf(activityIri: string): string | undefined;
  /** A course of an LMS. */
  course(platformId: string, courseId: string): string;
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
  const competencies = `${publicUrl}/competencies/`;
  return {
    activity: (contentId) => activities + encodeURIComponent(contentId),
    contentIdOf: (iri) => {
      if (!iri.startsWith(activities)) return undefined;
      const id = iri.slice(activities.length).split(/[/?#]/, 1)[0]!;
      return id === '' ? undefined : decodeSafely(id);
    },
    course: (platformId, courseId) => `${publicUrl}/courses/${encodeURIComponent(platformId)}/${encodeURIComponent(courseId)}`,
    competency: (framework, code) => `${competencies}${encodeURIComponent(framework)}/${encodeURIComponent(code)}`,
    competencyOf: (iri) => {
      if (!iri.startsWith(competencies)) return undefined;
      const [framework, code, ...rest] = iri.slice(competencies.length).split('/');
      if (!framework || !code || rest.length > 0) return undefined;
      const decoded = [decodeSafely(framework), decodeSafely(code)] as const;
      return decoded[0] === undefined || decoded[1] === undefined ? undefined : { framework: decoded[0], code: decoded[1] };
    },
    extensions: {
      contentVersion: `${publicUrl}/xapi/extensions/content-version`,
      competencies: `${publicUrl}/xapi/extensions/competencies`,
    },
  };
}

function decodeSafely(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
