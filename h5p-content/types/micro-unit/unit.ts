import { Attempt } from '../shared/attempt.js';
import type { Host } from '../shared/content-type.js';
import { button, element } from '../shared/dom.js';
import { core, type Container, type Contract, type Extras, type Statement } from '../shared/h5p.js';
import { courseLine, icon, type IconName } from '../shared/icons.js';
import { plain, record } from '../shared/read.js';
import { placeOf, Stage, type Scene } from '../shared/stage.js';
import { answered, isPassed, sendAnswered, wholeResult } from '../shared/statements.js';
import { fill, languageOf, textsFor, type Language } from '../shared/texts.js';
import { imageBody, reflectionBody, textBody, transferBody, type CardContext } from './cards.js';
import { isQuestion, isRight, readUnit, type Card, type QuestionCard, type Unit } from './parameters.js';
import { complain, questionBody } from './question.js';
import { resultsBody } from './results.js';
import { emptyProgress, restoreProgress, saveProgress, type Answer, type Progress, type View } from './state.js';
import { questionItem, questionOutcome, unitScore, unitType } from './statements.js';
import { unitTexts, type UnitTexts } from './texts.js';

/** A unit of short cards: opening page, one card at a time, results. */
export class MicroUnit implements Contract {
  private readonly unit: Unit;
  private progress: Progress = emptyProgress();
  private attempt: Attempt;
  private language: Language;
  private texts: UnitTexts;
  private stage: Stage | undefined;
  private container: HTMLElement | undefined;
  private solutionsShown = false;
  private seenAt = Date.now();

  constructor(
    private readonly host: Host,
    parameters: unknown,
    private readonly extras: Extras,
  ) {
    this.unit = readUnit(parameters);
    this.language = languageOf(extras.metadata?.defaultLanguage);
    this.texts = textsFor(unitTexts, this.language, this.unit.l10n);
    this.attempt = Attempt.fresh(host, unitType);
    this.resume();
  }

  attach(container: Container): void {
    this.container = container[0];
    if (this.container === undefined) return;
    this.language = languageOf(this.extras.metadata?.defaultLanguage, this.container);
    this.texts = textsFor(unitTexts, this.language, this.unit.l10n);
    this.stage = new Stage(this.host, this.container, {
      type: 'micro-unit',
      title: this.unit.intro.title,
      language: this.language,
      words: this.texts,
    });
    this.show(this.progress.view, false);
  }

  getCurrentState(): unknown {
    return this.attempt.isBegun ? this.attempt.state((attempt) => saveProgress(this.progress, attempt)) : undefined;
  }

  getTitle(): string {
    return core().createTitle(plain(record(this.extras.metadata)['title']) || this.unit.intro.title);
  }

  getScore(): number {
    return unitScore(this.unit, this.progress).raw;
  }

  getMaxScore(): number {
    return unitScore(this.unit, this.progress).max;
  }

  getAnswerGiven(): boolean {
    return this.attempt.isBegun;
  }

  showSolutions(): void {
    this.solutionsShown = true;
    this.show('results', false);
  }

  /** Starts a new attempt; what was written is gone. */
  resetTask(): void {
    this.progress = emptyProgress();
    this.solutionsShown = false;
    delete this.host.activityStartTime;
    this.attempt = Attempt.fresh(this.host, unitType);
    this.show('intro', false);
  }

  getXAPIData(): { statement: Statement; children: { statement: Statement }[] } {
    const statement = this.host.createXAPIEventTemplate('completed').data.statement;
    this.attempt.describe(statement);
    statement.result = wholeResult(unitScore(this.unit, this.progress), this.unit.passPercentage, this.attempt.spent());
    const children = this.unit.cards.filter(isQuestion).map((card) => ({
      statement: answered(
        this.host,
        questionItem(card, this.language),
        questionOutcome(card, this.progress.answers.get(card.id)),
      ).event.data.statement,
    }));
    return { statement, children };
  }

  private resume(): void {
    const restored = restoreProgress(this.extras.previousState, this.unit);
    if (restored === undefined) return;
    this.progress = restored.progress;
    this.attempt = Attempt.resumed(this.host, unitType, restored.attempt);
    const open = this.unit.cards
      .filter(isQuestion)
      .some((card) => this.progress.answers.get(card.id)?.first === undefined);
    if (this.attempt.isDone && open) this.attempt.reopen();
    if (this.progress.view === 'results' && !this.attempt.isDone) this.progress.view = 'intro';
    if (!this.attempt.isBegun) this.progress.view = 'intro';
  }

  private show(view: View, moveFocus = true): void {
    this.progress.view = view;
    this.seenAt = Date.now();
    const card = typeof view === 'number' ? this.unit.cards[view] : undefined;
    const scene =
      view === 'results'
        ? this.resultsScene()
        : card === undefined
          ? this.introScene()
          : this.cardScene(card, view as number);
    this.stage?.show(scene, moveFocus);
  }

  private introScene(): Scene {
    const intro = this.unit.intro;
    const cards = this.unit.cards;
    const minutes = intro.minutes === 1 ? this.texts.oneMinute : fill(this.texts.minutes, { minutes: intro.minutes });
    const count = cards.length === 1 ? this.texts.oneCard : fill(this.texts.cardCount, { count: cards.length });
    return {
      kind: 'intro',
      heading: intro.title,
      banner: [
        ...(intro.subtitle === '' ? [] : [element('p', { class: 'lh-subtitle' }, intro.subtitle)]),
        courseLine(),
      ],
      body: [
        element(
          'ul',
          { class: 'lh-facts' },
          element('li', {}, icon('clock'), minutes),
          element('li', {}, icon('cards'), count),
        ),
        ...(intro.goal === ''
          ? []
          : [
              element(
                'div',
                { class: 'lh-goal' },
                element('p', { class: 'lh-goal-label' }, this.texts.goalLabel),
                element('p', {}, intro.goal),
              ),
            ]),
      ],
      navigation: [
        this.forward(this.attempt.isBegun ? this.texts.continue : this.texts.start, () => {
          this.attempt.begin();
          this.goTo(0);
        }),
      ],
    };
  }

  private goTo(position: number): void {
    if (position < 0) return this.show('intro');
    if (position < this.unit.cards.length) return this.show(position);
    this.finish();
  }

  private finish(): void {
    this.progress.view = 'results';
    this.attempt.complete(unitScore(this.unit, this.progress), this.unit.passPercentage);
    this.show('results');
  }

  private cardScene(card: Card, position: number): Scene {
    const drawn = this.draw(card);
    const answer = isQuestion(card) ? this.progress.answers.get(card.id) : undefined;
    const held = isQuestion(card) && answer?.first === undefined;
    const last = position === this.unit.cards.length - 1;
    const words = !last ? this.texts.next : this.attempt.isDone ? this.texts.toResults : this.texts.finish;
    return {
      kind: card.kind,
      icon: card.kind,
      ...drawn,
      place: placeOf(this.texts.cardOf, position + 1, this.unit.cards.length),
      navigation: [
        button('quiet', this.texts.back, () => this.goTo(position - 1), icon('back')),
        ...(held
          ? []
          : [
              this.forward(words, () => {
                if (!last) this.attempt.progress(((position + 1) / this.unit.cards.length) * 100);
                this.goTo(position + 1);
              }),
            ]),
      ],
    };
  }

  private draw(card: Card): { readonly eyebrow: string; readonly heading: string; readonly body: readonly Node[] } {
    const texts = this.texts;
    const context: CardContext = {
      host: this.host,
      texts,
      note: this.progress.notes.get(card.id) ?? { text: '', when: '' },
      onNote: (note) => this.progress.notes.set(card.id, note),
    };
    switch (card.kind) {
      case 'text':
        return { eyebrow: texts.kindText, heading: card.title || texts.kindText, body: textBody(card, context) };
      case 'image':
        return { eyebrow: texts.kindImage, heading: card.title || texts.kindImage, body: imageBody(card, context) };
      case 'question':
        return {
          eyebrow: texts.kindQuestion,
          heading: card.question || texts.kindQuestion,
          body: this.drawQuestion(card),
        };
      case 'reflection':
        return {
          eyebrow: texts.kindReflection,
          heading: card.prompt || texts.kindReflection,
          body: reflectionBody(card, context),
        };
      case 'transfer':
        return {
          eyebrow: texts.kindTransfer,
          heading: card.task || texts.kindTransfer,
          body: transferBody(card, context),
        };
    }
  }

  private drawQuestion(card: QuestionCard): Node[] {
    const answer: Answer = this.progress.answers.get(card.id) ?? { picked: [], phase: 'open' };
    const keep = (next: Answer): void => {
      this.progress.answers.set(card.id, next);
    };
    return questionBody(card, {
      texts: this.texts,
      answer,
      retry: this.unit.retry,
      onPick: (picked) => {
        answer.picked = picked;
        keep(answer);
      },
      onCheck: () => this.check(card, answer),
      onRetry: () => {
        keep({ ...answer, picked: [], phase: 'open' });
        this.show(this.progress.view);
      },
      onShow: () => {
        keep({ ...answer, phase: 'shown' });
        this.showVerdict(this.texts.shown);
      },
    });
  }

  private check(card: QuestionCard, answer: Answer): void {
    if (answer.picked.length === 0) {
      if (this.container) complain(this.container, this.texts.chooseFirst);
      return;
    }
    const right = isRight(card, answer.picked);
    const judged: Answer = {
      first: answer.first ?? answer.picked,
      picked: answer.picked,
      phase: right ? 'solved' : 'wrong',
    };
    const spent = Date.now() - this.seenAt;
    this.progress.answers.set(card.id, judged);
    if (answer.first === undefined)
      sendAnswered(this.host, questionItem(card, this.language), questionOutcome(card, judged, spent));
    this.showVerdict(right ? this.texts.right : this.texts.wrong);
  }

  /** Draws the card again; the focus goes to the verdict, which is also said. */
  private showVerdict(words: string): void {
    this.show(this.progress.view, false);
    this.container?.querySelector<HTMLElement>('[data-focus]')?.focus();
    this.stage?.say(words);
  }

  private resultsScene(): Scene {
    const score = unitScore(this.unit, this.progress);
    // Whoever has not passed is not congratulated.
    const done = isPassed(score, this.unit.passPercentage);
    return {
      kind: 'results',
      ...(done ? { icon: 'result', eyebrow: this.texts.done } : {}),
      heading: this.unit.outro.title || this.texts.resultHeading,
      body: resultsBody(this.unit, this.progress, {
        texts: this.texts,
        language: this.language,
        openAll: this.solutionsShown,
      }),
      navigation:
        this.unit.cards.length === 0
          ? []
          : [button('secondary', this.texts.lookAgain, () => this.goTo(0), icon('again'))],
    };
  }

  private forward(words: string, act: () => void, mark: IconName = 'next'): HTMLButtonElement {
    const created = button('primary', words, act);
    created.append(icon(mark));
    return created;
  }
}
