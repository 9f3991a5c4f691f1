import type { Framework } from '../../competency/index.js';
import type { CatalogueEntry, CompetencyTag } from '../../h5p-content/index.js';

/** Contents that belong to one competency area, in their order. */
export interface PathSection {
  /** The framework's group; `undefined`: contents without a tag of its competencies. */
  readonly group: Framework['groups'][number] | undefined;
  readonly contents: readonly CatalogueEntry[];
}

/** "Teil 2" sorts before "Teil 10", and Ä with A. */
const titles = new Intl.Collator('de', { numeric: true });

/** A competency of a framework. */
type Competency = Framework['groups'][number]['competencies'][number];

/** Finds the main competency of a content: its first tag with a competency of this framework. */
function firstTagIn(
  framework: Framework,
  codes: ReadonlySet<string>,
): (content: CatalogueEntry) => CompetencyTag | undefined {
  return ({ competencies }) => competencies.find((tag) => tag.framework === framework.id && codes.has(tag.code));
}

/** Finds a content's competency in the path; `undefined` if it has no tag of this framework. */
export function competencyIn(framework: Framework): (content: CatalogueEntry) => Competency | undefined {
  const all = new Map(
    framework.groups.flatMap((group) => group.competencies.map((competency) => [competency.code, competency] as const)),
  );
  const firstTag = firstTagIn(framework, new Set(all.keys()));
  return (content) => all.get(firstTag(content)?.code ?? '');
}

/**
 * The didactic order: by area and competency as the framework lists them, from lower levels to higher, units before the
 * cases that use them, then by title. A content with several tags is placed by the first one.
 */
export function inDidacticOrder(contents: readonly CatalogueEntry[], framework: Framework): readonly PathSection[] {
  const places = new Map(
    framework.groups.flatMap((group) => group.competencies.map(({ code }) => code)).map((code, index) => [code, index]),
  );
  const first = firstTagIn(framework, new Set(places.keys()));
  const rank = (content: CatalogueEntry): readonly number[] => {
    const tag = first(content);
    return [tag === undefined ? places.size : places.get(tag.code)!, tag?.level ?? 0, content.kind === 'unit' ? 0 : 1];
  };
  const before = (one: CatalogueEntry, other: CatalogueEntry): number => {
    const others = rank(other);
    const difference = rank(one)
      .map((value, index) => value - others[index]!)
      .find((each) => each !== 0);
    return difference ?? (titles.compare(one.title, other.title) || (one.id < other.id ? -1 : 1));
  };
  const sorted = [...contents].sort(before);
  const within = (group: Framework['groups'][number] | undefined) =>
    sorted.filter((content) => {
      const code = first(content)?.code;
      return group === undefined ? code === undefined : group.competencies.some((each) => each.code === code);
    });
  return [...framework.groups, undefined]
    .map((group) => ({ group, contents: within(group) }))
    .filter((section) => section.contents.length > 0);
}
