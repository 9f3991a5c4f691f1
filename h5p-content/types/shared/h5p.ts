/** The part of H5P core's public API (1.19 and later) that the content types use. Core itself is loaded by the host. */

/** An xAPI event as core makes it; `data.statement` may be completed before it is triggered. */
export interface XAPIEvent {
  readonly data: { readonly statement: EventStatement };
  setScoredResult(
    score: number,
    maximum: number,
    instance: EventDispatcher,
    completion?: boolean,
    success?: boolean,
  ): void;
}

/** The parts of a statement that the content types write. Core fills in actor, verb, object and context. */
export interface EventStatement {
  object: { id?: string; definition?: Definition };
  result?: EventResult;
  [part: string]: unknown;
}

export type EventLanguageMap = Record<string, string>;

export interface EventInteractionComponent {
  id: string;
  description: EventLanguageMap;
}

export interface Definition {
  name?: EventLanguageMap;
  description?: EventLanguageMap;
  type?: string;
  interactionType?: 'choice' | 'likert' | 'long-fill-in';
  choices?: EventInteractionComponent[];
  scale?: EventInteractionComponent[];
  correctResponsesPattern?: string[];
  extensions?: Record<string, unknown>;
}

export interface EventResult {
  score?: { raw: number; min: number; max: number; scaled?: number };
  success?: boolean;
  completion?: boolean;
  response?: string;
  duration?: string;
  extensions?: Record<string, unknown>;
}

export interface EventDispatcher {
  contentId?: string | number;
  subContentId?: string;
  parent?: unknown;
  libraryInfo?: unknown;
  /** Milliseconds since 1970; core counts durations from here and sends `attempted` only while it is unset. */
  activityStartTime?: number;
  getTitle?(): string;
  trigger(event: string | XAPIEvent, data?: unknown): void;
  createXAPIEventTemplate(verb: string): XAPIEvent;
  setActivityStarted(): void;
}

/** Core's argument to a constructor besides parameters and content id. */
export interface Extras {
  readonly previousState?: unknown;
  readonly metadata?: { readonly title?: unknown; readonly defaultLanguage?: unknown };
  readonly subContentId?: string;
  readonly parent?: unknown;
  readonly standalone?: boolean;
}

/** H5P's contract for a content type that is scored and can be resumed. */
export interface Contract {
  attach(container: Container): void;
  getCurrentState(): unknown;
  getTitle(): string;
  getScore(): number;
  getMaxScore(): number;
  getAnswerGiven(): boolean;
  showSolutions(): void;
  resetTask(): void;
  getXAPIData(): { statement: EventStatement; children?: { statement: EventStatement }[] };
}

/** A jQuery object as core passes it; only its first element is used. */
export interface Container {
  readonly 0?: HTMLElement;
}

export interface Core {
  EventDispatcher: { new (): EventDispatcher; call(instance: object): void; prototype: object };
  getPath(path: string, contentId: string | number | undefined): string;
  createTitle(title: string): string;
}

/** The globals that core and content types share. */
interface Globals {
  readonly H5P: Core;
  /** Our constructors, where core looks for `Lotse.<name>`. */
  Lotse?: Record<string, unknown>;
}

export const globals = window as unknown as Globals;

/** H5P core of this page. */
export const core = (): Core => globals.H5P;
