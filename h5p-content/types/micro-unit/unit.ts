import type { Host } from '../shared/content-type.js';
import { button, element } from '../shared/dom.js';
import type { Extras } from '../shared/h5p.js';
import { courseLine, icon } from '../shared/icons.js';
import { ScoredContent } from '../shared/scored-content.js';
import { placeOf, type Scene } from '../shared/stage.js';
import { sendAnswered, type Item, type EventOutcome, type EventScore } from '../shared/statements.js';
import { fill } from '../shared/texts.js';
import { imageBody, reflectionBody, textBody, transferBody, type CardContext } from './cards.js';
import { isQuestion, isRight, parseUnit, type Card, type QuestionCard, type Unit } from './parameters.js';
import { questionBody } from './question.js';
import { resultsBody } from './results.js';
import {
  emptyUnitProgress,
  restoreUnitProgress,
  saveUnitProgress,
  type Answer,
  type UnitProgress,
  type UnitView,
} from './state.js';
import { questionItem, questionOutcome, unitScore, unitType } from './statements.js';
import { unitTexts, type UnitTexts } from './texts.js';

/** A unit of short cards: opening page, one card at a time, results. */
export class MicroUnit extends ScoredContent<UnitView, UnitProgress, keyof UnitTexts> {
  private readonly unit: Unit;
  private solutionsShown = false;

  constructor(host: Host, parameters: unknown, extras: Extras) {
    const unit = parseUnit(parameters);
    super(host, extras, {
      type: 'micro-unit',
      activityType: unitType,
      title: unit.intro.title,
      passPercentage: unit.passPercentage,
      texts: unitTexts,
      l10n: unit.l10n,
      first: 'intro',
      last: 'results',
      emptyCaseProgress: emptyUnitProgress,
      save: saveUnitProgress,
    });
    this.unit = unit;
    this.resume(restoreUnitProgress(extras.previousState, unit));
  }

  override showSolutions(): void {
    this.solutionsShown = true;
    super.showSolutions();
  }

  override resetTask(): void {
    this.solutionsShown = false;
    super.resetTask();
  }

  protected score(): EventScore {
    return unitScore(this.unit, this.progress);
  }

  protected answers(): readonly { readonly item: Item; readonly outcome: EventOutcome }[] {
    return this.unit.cards.filter(isQuestion).map((card) => ({
      item: questionItem(card, this.language),
      outcome: questionOutcome(card, this.progress.answers.get(card.id)),
    }));
  }

  protected hasOpenParts(): boolean {
    return this.unit.cards.filter(isQuestion).some((card) => this.progress.answers.get(card.id)?.first === undefined);
  }

  protected sceneOf(view: UnitView): Scene {
    if (view === 'results') return this.resultsScene();
    const card = typeof view === 'number' ? this.unit.cards[view] : undefined;
    return card === undefined ? this.introScene() : this.cardScene(card, view as number);
  }

  private introScene(): Scene {
    const intro = this.unit.intro;
    const cards = this.unit.cards;
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
          element('li', {}, icon('clock'), this.minutesText(intro.minutes)),
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
      navigation: [this.startButton(() => this.goTo(0))],
    };
  }

  private goTo(position: number): void {
    if (position < 0) return this.show('intro');
    if (position < this.unit.cards.length) return this.show(position);
    this.finish();
  }

  private cardScene(card: Card, position: number): Scene {
    const drawn = this.draw(card);
    const answer = isQuestion(card) ? this.progress.answers.get(card.id) : undefined;
    const isUnanswered = isQuestion(card) && answer?.first === undefined;
    const last = position === this.unit.cards.length - 1;
    const words = !last ? this.texts.next : this.attempt.isDone ? this.texts.toResults : this.texts.finish;
    return {
      kind: card.kind,
      icon: card.kind,
      ...drawn,
      place: placeOf(this.texts.cardOf, position + 1, this.unit.cards.length),
      navigation: [
        button('quiet', this.texts.back, () => this.goTo(position - 1), icon('back')),
        ...(isUnanswered
          ? []
          : [
              this.forwardButton(words, () => {
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
        this.showAndAnnounce(this.texts.shown);
      },
    });
  }

  private check(card: QuestionCard, answer: Answer): void {
    if (answer.picked.length === 0) {
      this.complain(this.texts.chooseFirst, '.lh-choice-input');
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
    this.showAndAnnounce(right ? this.texts.right : this.texts.wrong);
  }

  private resultsScene(): Scene {
    const unit = this.unit;
    const body = resultsBody(unit, this.progress, {
      texts: this.texts,
      language: this.language,
      openAll: this.solutionsShown,
    });
    return this.lastScene(
      unit.outro.title || this.texts.resultHeading,
      body,
      unit.cards.length === 0 ? undefined : () => this.goTo(0),
    );
  }
}
