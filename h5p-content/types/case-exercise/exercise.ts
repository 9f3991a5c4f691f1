import type { Host } from '../shared/content-type.js';
import { button, element } from '../shared/dom.js';
import type { Extras } from '../shared/h5p.js';
import { courseLine, icon } from '../shared/icons.js';
import { picture } from '../shared/media.js';
import { richText } from '../shared/rich-text.js';
import { ScoredContent } from '../shared/scored-content.js';
import { placeOf, type StagePosition, type Scene } from '../shared/stage.js';
import { sendAnswered, type Item, type EventOutcome, type EventScore } from '../shared/statements.js';
import { fill } from '../shared/texts.js';
import { decisionBody } from './decision.js';
import { endBody } from './end.js';
import { isDecision, parseCase, type Case, type DecisionStep, type CaseStep, type WritingStep } from './parameters.js';
import { levelWords, ratingBody } from './rating.js';
import {
  emptyCaseProgress,
  restoreCaseProgress,
  saveCaseProgress,
  type CaseProgress,
  type CaseView,
  type Writing,
} from './state.js';
import { caseScore, caseType, decisionItem, decisionOutcome, ratingItem, writingItem } from './statements.js';
import { caseTexts, type CaseTexts } from './texts.js';
import { writingBody } from './writing.js';

/** A case: situation, steps to decide and to write, self-rating, summary. */
export class CaseExercise extends ScoredContent<CaseView, CaseProgress, keyof CaseTexts> {
  private readonly exercise: Case;
  /** The views in their order. */
  private readonly way: readonly CaseView[];

  constructor(host: Host, parameters: unknown, extras: Extras) {
    const exercise = parseCase(parameters);
    super(host, extras, {
      type: 'case-exercise',
      activityType: caseType,
      title: exercise.title,
      passPercentage: exercise.passPercentage,
      texts: caseTexts,
      l10n: exercise.l10n,
      first: 'situation',
      last: 'end',
      emptyCaseProgress,
      save: saveCaseProgress,
    });
    this.exercise = exercise;
    const rating: CaseView[] = exercise.rating.items.length > 0 ? ['rating'] : [];
    this.way = ['situation', ...exercise.steps.keys(), ...rating, 'end'];
    this.resume(restoreCaseProgress(extras.previousState, exercise));
  }

  override showSolutions(): void {
    super.showSolutions();
    for (const details of this.container?.querySelectorAll('details') ?? []) details.open = true;
  }

  protected score(): EventScore {
    return caseScore(this.exercise, this.progress);
  }

  protected answers(): readonly { readonly item: Item; readonly outcome: EventOutcome }[] {
    return this.exercise.steps.map((step) =>
      isDecision(step)
        ? {
            item: decisionItem(step, this.language),
            outcome: decisionOutcome(step, this.progress.decisions.get(step.id)),
          }
        : { item: writingItem(step, this.language), outcome: {} },
    );
  }

  protected hasOpenParts(): boolean {
    return this.exercise.steps.filter(isDecision).some((step) => this.progress.decisions.get(step.id)?.judged !== true);
  }

  protected override asideOf(view: CaseView): readonly Node[] {
    return view === 'situation' ? [] : this.panel(view);
  }

  protected sceneOf(view: CaseView): Scene {
    const step = typeof view === 'number' ? this.exercise.steps[view] : undefined;
    if (step !== undefined) return this.stepScene(step);
    if (view === 'rating') return this.ratingScene();
    return view === 'end' ? this.endScene() : this.situationScene();
  }

  private move(by: 1 | -1): void {
    const target = this.way[this.way.indexOf(this.progress.view) + by] ?? 'situation';
    if (by === 1) this.leave();
    if (target === 'end') this.finish();
    else this.show(target);
  }

  /** Reports the current view as done before moving on. */
  private leave(): void {
    const step = typeof this.progress.view === 'number' ? this.exercise.steps[this.progress.view] : undefined;
    if (step?.kind === 'writing') this.reportWriting(step);
    const position = this.way.indexOf(this.progress.view);
    if (position > 0 && position < this.way.length - 2) this.attempt.progress((position / (this.way.length - 2)) * 100);
  }

  protected override finish(): void {
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
    super.finish();
  }

  /** Situation and material, available on every page: on the first one below the situation, then above the card. */
  private panel(view: CaseView): Node[] {
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

  /** Above the card a heading of its level, inside the card one below. */
  private panelHeading(view: CaseView, words: string): HTMLElement {
    return element(view === 'situation' ? 'h3' : 'h2', {}, words);
  }

  private situationScene(): Scene {
    const situation = this.exercise.situation;
    const image = this.exercise.image;
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
          element('li', {}, icon('clock'), this.minutesText(this.exercise.minutes)),
          ...(count > 0 ? [element('li', {}, icon('decision'), decisions)] : []),
        ),
        ...(image ? [picture(this.host, image)] : []),
        ...(situation === ''
          ? []
          : [element('h3', {}, this.texts.situation), richText(situation, this.texts.newWindow)]),
        ...this.panel('situation'),
      ],
      navigation: [this.startButton(() => this.move(1))],
    };
  }

  private stepScene(step: CaseStep): Scene {
    const isUndecided = isDecision(step)
      ? this.progress.decisions.get(step.id)?.judged !== true
      : this.progress.writings.get(step.id)?.compared !== true;
    return {
      kind: step.kind,
      icon: step.kind,
      eyebrow: isDecision(step) ? this.texts.kindDecision : this.texts.kindWriting,
      heading: step.title || (isDecision(step) ? this.texts.chooseOne : step.question),
      body: isDecision(step) ? this.drawDecision(step) : this.drawWriting(step),
      place: this.place(),
      navigation: this.navigation(!isUndecided),
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
    this.showAndAnnounce(this.texts.consequence);
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
        this.showAndAnnounce(this.texts.modelSolution);
      },
    });
  }

  /** Sends one statement when an answer is written. The text itself stays in the state. */
  private reportWriting(step: WritingStep): void {
    const writing = this.progress.writings.get(step.id);
    if (writing === undefined || writing.reported || writing.text.trim() === '' || this.attempt.isDone) return;
    writing.reported = true;
    sendAnswered(this.host, writingItem(step, this.language), { spent: Date.now() - this.seenAt });
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
    return this.lastScene(
      this.exercise.outro.title || this.texts.endHeading,
      endBody(this.exercise, this.progress, this.score(), this.texts, this.language),
      () => this.show('situation'),
    );
  }

  private place(): StagePosition {
    return placeOf(this.texts.stepOf, this.way.indexOf(this.progress.view), this.way.length - 2);
  }

  private navigation(forward: boolean): HTMLElement[] {
    const last = this.way.indexOf(this.progress.view) === this.way.length - 2;
    const words = !last ? this.texts.next : this.attempt.isDone ? this.texts.toEnd : this.texts.finish;
    return [
      button('quiet', this.texts.back, () => this.move(-1), icon('back')),
      ...(forward ? [this.forwardButton(words, () => this.move(1))] : []),
    ];
  }
}
