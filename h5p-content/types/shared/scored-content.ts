import { ContentAttempt } from './attempt.js';
import type { Host } from './content-type.js';
import { button } from './dom.js';
import { core, type Container, type Contract, type Extras, type EventStatement } from './h5p.js';
import { icon, type IconName } from './icons.js';
import { plain, record, type JsonRecord } from './read.js';
import { Stage, type Scene } from './stage.js';
import { answered, isPassed, wholeResult, type Item, type EventOutcome, type EventScore } from './statements.js';
import { fill, contentLanguageOf, textsFor, type ContentLanguage, type ContentTexts } from './texts.js';

/** Names of the texts that every content of ours shows. */
type CommonKey =
  | 'progress'
  | 'navigation'
  | 'start'
  | 'continue'
  | 'oneMinute'
  | 'minutes'
  | 'done'
  | 'passed'
  | 'notPassed'
  | 'score'
  | 'withoutScore'
  | 'lookAgain';

export type CommonTexts = ContentTexts<CommonKey>;

/** The properties of a content of ours, whoever plays it. */
export interface ContentSetting<View, Progress, Key extends string> {
  /** Part of the CSS class, e.g. `micro-unit`. */
  readonly type: string;
  /** Activity type of the whole content, an IRI. */
  readonly activityType: string;
  readonly title: string;
  readonly passPercentage: number;
  readonly texts: Readonly<Record<ContentLanguage, ContentTexts<Key | CommonKey>>>;
  /** The author's own texts. */
  readonly l10n: unknown;
  /** Opening page and last page. */
  readonly first: View;
  readonly last: View;
  readonly emptyCaseProgress: () => Progress;
  readonly save: (progress: Progress, attempt: JsonRecord) => JsonRecord;
}

/**
 * A scored content that can be resumed, with all of H5P's contract: an opening page, a sequence of views, a last
 * page; one attempt, its statements and its state. A content type defines its views and its score.
 */
export abstract class ScoredContent<View, Progress extends { view: View }, Key extends string> implements Contract {
  protected progress: Progress;
  protected attempt: ContentAttempt;
  protected language: ContentLanguage;
  protected texts: ContentTexts<Key | CommonKey>;
  protected stage: Stage | undefined;
  protected container: HTMLElement | undefined;
  /** When the current view was shown, in milliseconds since 1970. */
  protected seenAt = Date.now();

  protected constructor(
    protected readonly host: Host,
    protected readonly extras: Extras,
    private readonly setting: ContentSetting<View, Progress, Key>,
  ) {
    this.progress = setting.emptyCaseProgress();
    this.language = contentLanguageOf(extras.metadata?.defaultLanguage);
    this.texts = this.words();
    this.attempt = ContentAttempt.fresh(host, setting.activityType);
  }

  /** The current score, and the maximum. */
  protected abstract score(): EventScore;

  /** Every answered part, with its first answer. */
  protected abstract answers(): readonly { readonly item: Item; readonly outcome: EventOutcome }[];

  /** True if a judged item has not been answered yet. */
  protected abstract hasOpenParts(): boolean;

  protected abstract sceneOf(view: View): Scene;

  /** Nodes that stay visible above a view. */
  protected asideOf(_view: View): readonly Node[] {
    return [];
  }

  attach(container: Container): void {
    this.container = container[0];
    if (this.container === undefined) return;
    this.language = contentLanguageOf(this.extras.metadata?.defaultLanguage, this.container);
    this.texts = this.words();
    this.stage = new Stage(this.host, this.container, {
      type: this.setting.type,
      title: this.setting.title,
      language: this.language,
      words: this.texts,
    });
    this.show(this.progress.view, false);
  }

  getCurrentState(): unknown {
    return this.attempt.isBegun
      ? this.attempt.state((attempt) => this.setting.save(this.progress, attempt))
      : undefined;
  }

  getTitle(): string {
    return core().createTitle(plain(record(this.extras.metadata)['title']) || this.setting.title);
  }

  getScore(): number {
    return this.score().raw;
  }

  getMaxScore(): number {
    return this.score().max;
  }

  getAnswerGiven(): boolean {
    return this.attempt.isBegun;
  }

  showSolutions(): void {
    this.show(this.setting.last, false);
  }

  /** Starts a new attempt; all answers and notes are cleared. */
  resetTask(): void {
    this.progress = this.setting.emptyCaseProgress();
    delete this.host.activityStartTime;
    this.attempt = ContentAttempt.fresh(this.host, this.setting.activityType);
    this.show(this.setting.first, false);
  }

  getXAPIData(): { statement: EventStatement; children: { statement: EventStatement }[] } {
    const statement = this.host.createXAPIEventTemplate('completed').data.statement;
    this.attempt.describe(statement);
    statement.result = wholeResult(this.score(), this.setting.passPercentage, this.attempt.spent());
    const children = this.answers().map((each) => ({
      statement: answered(this.host, each.item, each.outcome).event.data.statement,
    }));
    return { statement, children };
  }

  /** Resumes from a saved state; to be called when the type is ready. */
  protected resume(restored: { readonly progress: Progress; readonly attempt: JsonRecord } | undefined): void {
    if (restored === undefined) return;
    this.progress = restored.progress;
    this.attempt = ContentAttempt.resumed(this.host, this.setting.activityType, restored.attempt);
    if (this.attempt.isDone && this.hasOpenParts()) this.attempt.reopen();
    const ended = this.progress.view === this.setting.last;
    if (!this.attempt.isBegun || (ended && !this.attempt.isDone)) this.progress.view = this.setting.first;
  }

  protected show(view: View, moveFocus = true): void {
    this.progress.view = view;
    this.seenAt = Date.now();
    this.stage?.keep(...this.asideOf(view));
    this.stage?.show(this.sceneOf(view), moveFocus);
  }

  /** Shows the last page, and reports the score. */
  protected finish(): void {
    this.progress.view = this.setting.last;
    this.attempt.complete(this.score(), this.setting.passPercentage);
    this.show(this.setting.last);
  }

  /** Redraws the view; the focus moves to the new part, which is also announced. */
  protected showAndAnnounce(words: string): void {
    this.show(this.progress.view, false);
    this.container?.querySelector<HTMLElement>('[data-focus]')?.focus();
    this.stage?.say(words);
  }

  /** Reports a missing answer, and moves the focus to it. */
  protected complain(words: string, focus: string): void {
    this.container?.querySelector('.lh-complaint')?.replaceChildren(words);
    this.container?.querySelector<HTMLElement>(focus)?.focus();
    this.stage?.resize();
  }

  /** The estimated duration of the content, in words. */
  protected minutesText(minutes: number): string {
    return minutes === 1 ? this.texts.oneMinute : fill(this.texts.minutes, { minutes });
  }

  /** Begins or resumes the attempt. */
  protected startButton(go: () => void): HTMLButtonElement {
    return this.forwardButton(this.attempt.isBegun ? this.texts.continue : this.texts.start, () => {
      this.attempt.begin();
      go();
    });
  }

  protected forwardButton(words: string, act: () => void, mark: IconName = 'next'): HTMLButtonElement {
    const created = button('primary', words, act);
    created.append(icon(mark));
    return created;
  }

  /** The last page. Nobody is congratulated without passing. */
  protected lastScene(heading: string, body: readonly Node[], review: (() => void) | undefined): Scene {
    const done = isPassed(this.score(), this.setting.passPercentage);
    return {
      kind: 'results',
      ...(done ? { icon: 'result', eyebrow: this.texts.done } : {}),
      heading,
      body,
      navigation: review === undefined ? [] : [button('secondary', this.texts.lookAgain, review, icon('again'))],
    };
  }

  private words(): ContentTexts<Key | CommonKey> {
    return textsFor(this.setting.texts, this.language, this.setting.l10n);
  }
}
