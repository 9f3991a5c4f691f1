import type { PathProgress, PathStep } from './progress.js';

type Section = PathProgress['sections'][number];

/** A path of up to this many steps is shown completely. */
const maxUnpagedSteps = 40;
/**
 * Steps per area on the path's own page if the path is longer: the next ones, and none of an area that is completed.
 */
const excerptLength = 3;
/** Steps on one page of an area. */
const pageSize = 24;

/** The steps of an area on a page. */
export interface StepRange extends Section {
  /** The position of the first one among all steps of the area, from 1. */
  readonly first: number;
  readonly done: number;
  readonly total: number;
}

function range({ group, steps }: Section, from: number, length: number): StepRange {
  return {
    group,
    steps: steps.slice(from, from + length),
    first: from + 1,
    done: steps.filter(({ progress }) => progress === 'done').length,
    total: steps.length,
  };
}

/** Index of the next step of an area: the path's next one, else the first that is not completed; -1 if all are. */
function nextStepIndex(steps: readonly PathStep[]): number {
  const next = steps.findIndex((step) => step.next);
  return next >= 0 ? next : steps.findIndex(({ progress }) => progress !== 'done');
}

function excerpt(section: Section): StepRange {
  const from = nextStepIndex(section.steps);
  return from < 0
    ? range(section, 0, 0)
    : range(section, Math.max(0, Math.min(from, section.steps.length - excerptLength)), excerptLength);
}

/** The steps on the path's own page: all of a short path, of a long one the next steps of each area. */
export function stepRangesOf({ sections, total }: PathProgress): readonly StepRange[] {
  if (total <= maxUnpagedSteps) return sections.map((section) => range(section, 0, section.steps.length));
  return sections.map(excerpt);
}

/** The name of an area in addresses; `-` for contents without an area. */
export function areaName({ group }: Pick<Section, 'group'>): string {
  return group?.code ?? '-';
}

/** The page with this step of an area, from 1. */
export function pageWith(place: number): number {
  return Math.ceil(place / pageSize);
}

/** One page of an area. */
export interface AreaPage extends StepRange {
  readonly page: number;
  readonly pages: number;
}

/**
 * @param page from 1; beyond the last one stands for the last one
 * @returns `undefined` if the path has no such area
 */
export function areaPageOf({ sections }: PathProgress, area: string, page: number): AreaPage | undefined {
  const section = sections.find((each) => areaName(each) === area);
  if (section === undefined) return undefined;
  const pages = pageWith(section.steps.length);
  const shown = Math.max(1, Math.min(page, pages));
  return { ...range(section, (shown - 1) * pageSize, pageSize), page: shown, pages };
}
