import type { LrsStore, OrganisationId, Page, PageRequest } from '../../lrs/index.js';
import { sameVerbs } from './texts/verbs.js';

/** Everything that a course is called in an organisation's statements, the given IRI included. */
export type CourseNames = (organisation: OrganisationId, iri: string) => Promise<readonly string[]>;

/** Reads pages of statements. */
export type ReadPage = (request: PageRequest) => Promise<Page>;

/**
 * Reads pages in which a course is one, whatever its statements call it, and so is a verb that several vocabularies
 * have: a page for each name, joined in their order. A statement with several of the names comes once.
 */
export function pageReader(store: Pick<LrsStore, 'statements'>, courseNames: CourseNames): ReadPage {
  return async (request) => {
    const {
      organisation,
      filter: { within, verb },
      ascending,
      limit,
    } = request;
    const courses =
      within === undefined ? [{}] : (await courseNames(organisation, within)).map((name) => ({ within: name }));
    const verbs = verb === undefined ? [{}] : sameVerbs(verb).map((iri) => ({ verb: iri }));
    const filters = courses.flatMap((course) => verbs.map((said) => ({ ...request.filter, ...course, ...said })));
    if (filters.length < 2) return store.statements.findPage(request);
    const pages = await Promise.all(filters.map((filter) => store.statements.findPage({ ...request, filter })));
    const byPosition = new Map(
      pages.flatMap(({ statements }) => statements.map((statement) => [statement.position, statement])),
    );
    // Behind the end of a page that breaks off, its name may have statements that belong between those of the others.
    const ends = pages.filter(({ more }) => more).map(({ statements }) => statements.at(-1)!.position);
    const reach = ends.length === 0 ? undefined : ascending ? Math.min(...ends) : Math.max(...ends);
    const inOrder = [...byPosition.values()].sort((one, other) =>
      ascending ? one.position - other.position : other.position - one.position,
    );
    const certain = inOrder.filter(
      ({ position }) => reach === undefined || (ascending ? position <= reach : position >= reach),
    );
    return { statements: certain.slice(0, limit), more: reach !== undefined || certain.length > limit };
  };
}
