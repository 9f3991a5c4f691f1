import { Attempt } from '../shared/attempt.js';
import type { Host } from '../shared/content-type.js';
import { button, element } from '../shared/dom.js';
import { core, type Container, type Contract, type Extras, type Statement } from '../shared/h5p.js';
import { courseLine, icon } from '../shared/icons.js';
import { picture } from '../shared/media.js';
import { plain, record } from '../shared/read.js';
import { richText } from '../shared/rich-text.js';
import { placeOf, Stage, type Place, type Scene } from '../shared/stage.js';
import { answered, isPassed, sendAnswered, wholeResult } from '../shared/statements.js';
import { fill, languageOf, textsFor, type Language } from '../shared/texts.js';
import { decisionBody } from './decision.js';
import { endBody } from './end.js';
import { isDecision, readCase, type Case, type DecisionStep, type Step, type WritingStep } from './parameters.js';
import { levelWords, ratingBody } from './rating.js';
import { emptyProgress, restoreProgress, saveProgress, type Progress, type View, type Writing } from './state.js';
import { caseScore, caseType, decisionItem, decisionOutcome, ratingItem, writingItem } from './statements.js';
import { caseTexts, type CaseTexts } from './texts.js';
import { writingBody } from './writing.js';

/** A case: situation, steps to decide and to write, self-rating, summary. */
export class CaseExercise implements Contract {
  private readonly exercise: Case;
  /** The views in their order. */
  private readonly way: readonly View[];
  private progress: Progress = emptyProgress();
  private attempt: Attempt;
  private language: Language;
  private texts: CaseTexts;
  private stage: Stage | undefined;
  private container: HTMLElement | undefined;
  private seenAt = Date.now();

  constructor(
    private readonly host: Host,
    parameters: unknown,
    private readonly extras: Extras,
  ) {
    this.exercise = readCase(parameters);
    const rating: View[] = this.exercise.rating.items.length > 0 ? ['rating'] : [];
    this.way = ['situation', ...this.exercise.steps.keys(), ...rating, 'end'];
    this.language = languageOf(extras.metadata?.defaultLanguage);
    this.texts = textsFor(caseTexts, this.language, this.exercise.l10n);
    this.attempt = Attempt.fresh(host, caseType);
    this.resume();
  }

  attach(container: Container): void {
    this.container = container[0];
    if (this.container === undefined) return;
    this.language = languageOf(this.extras.metadata?.defaultLanguage, this.container);
    this.texts = textsFor(caseTexts, this.language, this.exercise.l10n);
    this.stage = new Stage(this.host, this.container, {
      type: 'case-exercise',
      title: this.exercise.title,
      language: this.language,
      words: this.texts,
    });
    this.show(this.progress.view, false);
  }

  getCurrentState(): unknown {
    return this.attempt.isBegun ? this.attempt.state((attempt) => saveProgress(this.progress, attempt)) : undefined;
  }

  getTitle(): string {
    return core().createTitle(plain(record(this.extras.metadata)['title']) || this.exercise.title);
  }

  getScore(): number {
    return caseScore(this.exercise, this.progress).raw;
  }

  getMaxScore(): number {
    return caseScore(this.exercise, this.progress).max;
  }

  getAnswerGiven(): boolean {
    return this.attempt.isBegun;
  }

  showSolutions(): void {
    this.show('end', false);
    for (const details of this.container?.querySelectorAll('details') ?? []) details.open = true;
  }

  /** Starts a new attempt; what was chosen and written is gone. */
  resetTask(): void {
    this.progress = emptyProgress();
    delete this.host.activityStartTime;
    this.attempt = Attempt.fresh(this.host, caseType);
    this.show('situation', false);
  }

  getXAPIData(): { statement: Statement; children: { statement: Statement }[] } {
    const statement = this.host.createXAPIEventTemplate('completed').data.statement;
    this.attempt.describe(statement);
    statement.result = wholeResult(
      caseScore(this.exercise, this.progress),
      this.exercise.passPercentage,
      this.attempt.spent(),
    );
    const children = this.exercise.steps.map((step) => ({
      statement: (isDecision(step)
        ? answered(
            this.host,
            decisionItem(step, this.language),
            decisionOutcome(step, this.progress.decisions.get(step.id)),
          )
        : answered(this.host, writingItem(step, this.language), {})
      ).event.data.statement,
    }));
    return { statement, children };
  }

  private resume(): void {
    const restored = restoreProgress(this.extras.previousState, this.exercise);
    if (restored === undefined) return;
    this.progress = restored.progress;
    this.attempt = Attempt.resumed(this.host, caseType, restored.attempt);
    const open = this.exercise.steps
      .filter(isDecision)
      .some((step) => this.progress.decisions.get(step.id)?.judged !== true);
    if (this.attempt.isDone && open) this.attempt.reopen();
    if (!this.attempt.isBegun || (this.progress.view === 'end' && !this.attempt.isDone))
      this.progress.view = 'situation';
  }

  private show(view: View, moveFocus = true): void {
    this.progress.view = view;
    this.seenAt = Date.now();
    const step = typeof view === 'number' ? this.exercise.steps[view] : undefined;
    this.stage?.keep(...(view === 'situation' ? [] : this.panel(view)));
    this.stage?.show(
      step !== undefined
        ? this.stepScene(step)
        : view === 'rating'
          ? this.ratingScene()
          : view === 'end'
            ? this.endScene()
            : this.situationScene(),
      moveFocus,
    );
  }

  private move(by: 1 | -1): void {
    const target = this.way[this.way.indexOf(this.progress.view) + by] ?? 'situation';
    if (by === 1) this.leave();
    if (target === 'end') this.finish();
    else this.show(target);
  }

  /** What is told when a view is left forwards. */
  private leave(): void {
    const step = typeof this.progress.view === 'number' ? this.exercise.steps[this.progress.view] : undefined;
    if (step?.kind === 'writing') this.reportWriting(step);
    const position = this.way.indexOf(this.progress.view);
    if (position > 0 && position < this.way.length - 2) this.attempt.progress((position / (this.way.length - 2)) * 100);
  }

  private finish(): void {
    if (!this.attempt.isDone) {
      this.attempt.begin();
      for (const item of this.exercise.rating.items) {
        const level = this.progress.ratings.get(item.id);
        if (level !== undefined)
          sendAnswered(this.host, ratingItem(item, levelWords(item, this.texts), this.language), {
            response: String(level),
          });
      }
    }
    this.progress.view = 'end';
    this.attempt.complete(caseScore(this.exercise, this.progress), this.exercise.passPercentage);
    this.show('end');
  }

  /** Situation and material, within reach on every page: on the first one below the situation, then above the card. */
  private panel(view: View): Node[] {
    const situation = this.exercise.situation;
    const entries = [
      ...(view === 'situation' || situation === ''
        ? []
        : [
            element(
              'section',
              {},
              this.panelHeading(view, this.texts.situation),
              richText(situation, this.texts.newWindow),
            ),
          ]),
      ...this.exercise.material.map((entry) =>
        element(
          'section',
          {},
          entry.title !== '' && this.panelHeading(view, entry.title),
          richText(entry.body, this.texts.newWindow),
        ),
      ),
    ];
    if (entries.length === 0) return [];
    const label = view === 'situation' || situation === '' ? this.texts.material : this.texts.materialHeading;
    return [
      element(
        'details',
        { class: 'lh-panel' },
        element('summary', {}, icon('folder'), element('span', {}, label)),
        element('div', { class: 'lh-panel-body' }, ...entries),
      ),
    ];
  }

  /** Above the card a heading of its rank, inside the card one below. */
  private panelHeading(view: View, words: string): HTMLElement {
    return element(view === 'situation' ? 'h3' : 'h2', {}, words);
  }

  private situationScene(): Scene {
    const situation = this.exercise.situation;
    const minutes = this.exercise.minutes;
    const image = this.exercise.image;
    const time = minutes === 1 ? this.texts.oneMinute : fill(this.texts.minutes, { minutes });
    const count = this.exercise.steps.filter(isDecision).length;
    const decisions = count === 1 ? this.texts.oneDecision : fill(this.texts.decisionCount, { count });
    return {
      kind: 'situation',
      eyebrow: this.texts.caseLabel,
      icon: 'situation',
      heading: this.exercise.title,
      banner: image ? [] : [courseLine()],
      body: [
        element(
          'ul',
          { class: 'lh-facts' },
          element('li', {}, icon('clock'), time),
          ...(count > 0 ? [element('li', {}, icon('decision'), decisions)] : []),
        ),
        ...(image ? [picture(this.host, image)] : []),
        ...(situation === ''
          ? []
          : [element('h3', {}, this.texts.situation), richText(situation, this.texts.newWindow)]),
        ...this.panel('situation'),
      ],
      navigation: [
        this.forward(this.attempt.isBegun ? this.texts.continue : this.texts.start, () => {
          this.attempt.begin();
          this.move(1);
        }),
      ],
    };
  }

  private stepScene(step: Step): Scene {
    const held = isDecision(step)
      ? this.progress.decisions.get(step.id)?.judged !== true
      : this.progress.writings.get(step.id)?.compared !== true;
    return {
      kind: step.kind,
      icon: step.kind,
      eyebrow: isDecision(step) ? this.texts.kindDecision : this.texts.kindWriting,
      heading: step.title || (isDecision(step) ? this.texts.chooseOne : step.question),
      body: isDecision(step) ? this.drawDecision(step) : this.drawWriting(step),
      place: this.place(),
      navigation: this.navigation(!held),
    };
  }

  private drawDecision(step: DecisionStep): Node[] {
    return decisionBody(step, {
      texts: this.texts,
      decision: this.progress.decisions.get(step.id),
      lookAtOthers: this.exercise.lookAtOthers,
      onPick: (picked) => this.progress.decisions.set(step.id, { picked, judged: false }),
      onDecide: () => this.decide(step),
    });
  }

  private decide(step: DecisionStep): void {
    const decision = this.progress.decisions.get(step.id);
    if (decision === undefined) {
      this.complain(this.texts.chooseFirst, '.lh-choice-input');
      return;
    }
    const spent = Date.now() - this.seenAt;
    decision.judged = true;
    sendAnswered(this.host, decisionItem(step, this.language), decisionOutcome(step, decision, spent));
    this.showOutcome(this.texts.consequence);
  }

  private drawWriting(step: WritingStep): Node[] {
    const writing: Writing = this.progress.writings.get(step.id) ?? { text: '', compared: false, reported: false };
    return writingBody(step, {
      texts: this.texts,
      text: writing.text,
      compared: writing.compared,
      onInput: (text) => {
        writing.text = text;
        this.progress.writings.set(step.id, writing);
      },
      onCompare: () => {
        const count = writing.text.trim().length;
        if (count < step.minLength) {
          this.complain(fill(this.texts.tooShort, { min: step.minLength, count }), '.lh-input');
          return;
        }
        writing.compared = true;
        this.progress.writings.set(step.id, writing);
        this.reportWriting(step);
        this.showOutcome(this.texts.modelSolution);
      },
    });
  }

  /** Says once that an answer was written. What it says stays in the state. */
  private reportWriting(step: WritingStep): void {
    const writing = this.progress.writings.get(step.id);
    if (writing === undefined || writing.reported || writing.text.trim() === '' || this.attempt.isDone) return;
    writing.reported = true;
    sendAnswered(this.host, writingItem(step, this.language), { spent: Date.now() - this.seenAt });
  }

  private complain(words: string, focus: string): void {
    this.container?.querySelector('.lh-complaint')?.replaceChildren(words);
    this.container?.querySelector<HTMLElement>(focus)?.focus();
    this.stage?.resize();
  }

  private showOutcome(words: string): void {
    this.show(this.progress.view, false);
    this.container?.querySelector<HTMLElement>('[data-focus]')?.focus();
    this.stage?.say(words);
  }

  private ratingScene(): Scene {
    return {
      kind: 'rating',
      icon: 'rating',
      eyebrow: this.texts.kindRating,
      heading: this.texts.ratingHeading,
      body: ratingBody(this.exercise.rating, {
        texts: this.texts,
        ratings: this.progress.ratings,
        locked: this.attempt.isDone,
        onRate: (item, level) => this.progress.ratings.set(item.id, level),
      }),
      place: this.place(),
      navigation: this.navigation(true),
    };
  }

  private endScene(): Scene {
    const score = caseScore(this.exercise, this.progress);
    // Whoever has not passed is not congratulated.
    const done = isPassed(score, this.exercise.passPercentage);
    return {
      kind: 'results',
      ...(done ? { icon: 'result', eyebrow: this.texts.done } : {}),
      heading: this.exercise.outro.title || this.texts.endHeading,
      body: endBody(this.exercise, this.progress, score, this.texts, this.language),
      navigation: [button('secondary', this.texts.lookAgain, () => this.show('situation'), icon('again'))],
    };
  }

  private place(): Place {
    return placeOf(this.texts.stepOf, this.way.indexOf(this.progress.view), this.way.length - 2);
  }

  private navigation(forward: boolean): HTMLElement[] {
    const last = this.way.indexOf(this.progress.view) === this.way.length - 2;
    const words = !last ? this.texts.next : this.attempt.isDone ? this.texts.toEnd : this.texts.finish;
    return [
      button('quiet', this.texts.back, () => this.move(-1), icon('back')),
      ...(forward ? [this.forward(words, () => this.move(1))] : []),
    ];
  }

  private forward(words: string, act: () => void): HTMLButtonElement {
    const created = button('primary', words, act);
    created.append(icon('next'));
    return created;
  }
}
