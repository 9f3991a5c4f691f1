import type { Host } from './content-type.js';
import { core, type Definition, type EventDispatcher, type EventResult, type XAPIEvent } from './h5p.js';

/** One judged or answered part of a content, as its statement describes it. */
export interface Item {
  readonly subContentId: string;
  readonly title: string;
  readonly definition: Definition;
}

export interface EventOutcome {
  readonly score?: { readonly raw: number; readonly max: number };
  readonly success?: boolean;
  readonly response?: string;
  /** Milliseconds from seeing the item to answering it. */
  readonly spent?: number;
}

export interface EventScore {
  readonly raw: number;
  readonly max: number;
}

/** Share of the score, four decimals as core rounds it. */
export const scaled = (score: EventScore): number => Math.round((score.raw / score.max) * 10000) / 10000;

/** ISO 8601, hundredths of a second at most (xAPI's precision). */
export const duration = (milliseconds: number): string => `PT${Math.round(Math.max(0, milliseconds) / 10) / 100}S`;

/**
 * The `answered` event of an item. It comes from a dispatcher of its own whose parent is the content, so core itself
 * writes the `?subContentId=` object id and the parent into the context.
 */
export function answered(
  host: Host,
  item: Item,
  outcome: EventOutcome,
): { readonly sender: EventDispatcher; readonly event: XAPIEvent } {
  const sender = new (core().EventDispatcher)();
  Object.assign(sender, {
    contentId: host.contentId,
    subContentId: item.subContentId,
    parent: host,
    libraryInfo: host.libraryInfo,
    getTitle: () => core().createTitle(item.title),
  });
  const event = sender.createXAPIEventTemplate('answered');
  const statement = event.data.statement;
  statement.object.definition = {
    ...statement.object.definition,
    ...item.definition,
    extensions: { ...statement.object.definition?.extensions, ...item.definition.extensions },
    type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
  };
  const result: EventResult = { completion: true };
  if (outcome.score !== undefined && outcome.score.max > 0) {
    result.score = { min: 0, max: outcome.score.max, raw: outcome.score.raw, scaled: scaled(outcome.score) };
  }
  if (outcome.success !== undefined) result.success = outcome.success;
  if (outcome.response !== undefined) result.response = outcome.response;
  if (outcome.spent !== undefined) result.duration = duration(outcome.spent);
  statement.result = result;
  return { sender, event };
}

/** Sends the `answered` statement of an item. */
export function sendAnswered(host: Host, item: Item, outcome: EventOutcome): void {
  const created = answered(host, item, outcome);
  created.sender.trigger(created.event);
}

/** The result of the whole content: no score where nothing was judged, for a missing score is not a zero. */
export function wholeResult(score: EventScore, passPercentage: number, spent: number): EventResult {
  const result: EventResult = { completion: true, duration: duration(spent) };
  if (score.max <= 0) return result;
  return {
    ...result,
    score: { min: 0, max: score.max, raw: score.raw, scaled: scaled(score) },
    success: isPassed(score, passPercentage),
  };
}

export const isPassed = (score: EventScore, passPercentage: number): boolean =>
  score.raw * 100 >= passPercentage * score.max;
