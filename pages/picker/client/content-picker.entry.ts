/** Spares the picker's round trips: finds while somebody types, and keeps the selection at once. Without it, every button sends the form. */

import { readCarriedToken } from '../../../people/visit/client/carried-token.js';

interface PickerData {
  readonly multiple: boolean;
  /** Sentences with `{title}` and `{place}`. */
  readonly announcements: Readonly<Record<string, string>>;
  /** The number of chosen items, in words: none, one, and two, of which the number is replaced. */
  readonly counts: readonly [string, string, string];
}

/** Milliseconds after the last key before the search. */
const debounceMs = 150;

const valueOf = (line: Element): string => line.querySelector<HTMLInputElement>('input[name="item"]')!.value;
const titleOf = (line: Element): string => line.querySelector('.chosen-title')!.textContent;

class EnhancedPicker {
  readonly #data: PickerData;
  readonly #form: HTMLFormElement;
  readonly #chosen: HTMLOListElement;
  readonly #row: HTMLTemplateElement;
  readonly #count: HTMLElement;
  readonly #token = readCarriedToken();
  #asking: AbortController | undefined;
  #timer: number | undefined;

  constructor(data: PickerData, form: HTMLFormElement) {
    this.#data = data;
    this.#form = form;
    this.#chosen = form.querySelector<HTMLOListElement>('#chosen')!;
    this.#row = form.querySelector<HTMLTemplateElement>('#chosen-row')!;
    this.#count = form.querySelector<HTMLElement>('#count')!;
    form.addEventListener('input', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === 'search') this.#scheduleSearch();
    });
    form.addEventListener('change', (event) => {
      const { target } = event;
      if (target instanceof HTMLSelectElement) void this.#find();
      if (!(target instanceof HTMLInputElement) || target.name !== 'pick') return;
      const line = this.#rows().find((each) => valueOf(each) === target.value);
      if (target.checked && line === undefined) this.#add(target);
      else if (!target.checked && line !== undefined) this.#remove(line);
    });
    form.addEventListener('submit', (event) => {
      const button = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
      const line = button?.closest<HTMLLIElement>('#chosen > li');
      if (button === undefined || line === null || line === undefined) return;
      event.preventDefault();
      if (button.name === 'remove') this.#remove(line);
      else this.#move(line, button);
    });
  }

  #rows(): HTMLLIElement[] {
    return [...this.#chosen.children] as HTMLLIElement[];
  }

  #words(key: string, title: string, place = 0): string {
    return (this.#data.announcements[key] ?? '').replace('{title}', () => title).replace('{place}', String(place));
  }

  #say(sentence: string): void {
    const number = this.#rows().length;
    const shown = number < 2 ? this.#data.counts[number]! : this.#data.counts[2].replace('2', String(number));
    this.#count.textContent = sentence === '' ? shown : `${shown}. ${sentence}`;
    this.#form.querySelector<HTMLElement>('#selection-empty')!.hidden = number > 0;
    const order = this.#form.querySelector<HTMLElement>('#selection-order');
    if (order !== null) order.hidden = number < 2;
  }

  #add(input: HTMLInputElement): void {
    const title = input.dataset['title'] ?? '';
    if (!this.#data.multiple) this.#chosen.replaceChildren();
    const line = (this.#row.content.cloneNode(true) as DocumentFragment).querySelector('li')!;
    line.querySelector<HTMLInputElement>('input[name="item"]')!.value = input.value;
    const shown = line.querySelector<HTMLElement>('.chosen-title')!;
    shown.textContent = title;
    shown.lang = input.dataset['written'] ?? '';
    for (const button of line.querySelectorAll('button')) {
      button.value = input.value;
      button.setAttribute('aria-label', this.#words(`${button.name}.label`, title));
    }
    this.#chosen.append(line);
    this.#say(this.#words('added.say', title));
  }

  #deselect(value: string): void {
    const box = [...this.#form.querySelectorAll<HTMLInputElement>('input[name="pick"]')].find(
      (each) => each.value === value,
    );
    if (box !== undefined) box.checked = false;
  }

  #remove(line: HTMLLIElement): void {
    const title = titleOf(line);
    const after = line.nextElementSibling ?? line.previousElementSibling;
    const focused = line.contains(document.activeElement);
    this.#deselect(valueOf(line));
    line.remove();
    if (focused)
      (
        after?.querySelector<HTMLElement>('button[name="remove"]') ??
        this.#form.querySelector<HTMLElement>('#selection')
      )?.focus();
    this.#say(this.#words('removed.say', title));
  }

  #move(line: HTMLLIElement, button: HTMLButtonElement): void {
    const other = button.name === 'up' ? line.previousElementSibling : line.nextElementSibling;
    if (other === null) return;
    if (button.name === 'up') other.before(line);
    else other.after(line);
    button.focus();
    this.#say(this.#words('moved.say', titleOf(line), this.#rows().indexOf(line) + 1));
  }

  async #find(): Promise<void> {
    this.#asking?.abort();
    const mine = (this.#asking = new AbortController());
    const requested = new URLSearchParams();
    // What is ticked is in the selection already.
    for (const [name, value] of new FormData(this.#form))
      if (typeof value === 'string' && name !== 'shown' && name !== 'pick' && name !== 'page')
        requested.append(name, value);
    try {
      const answer = await fetch(`${this.#form.action}?${requested.toString()}`, {
        signal: mine.signal,
        headers: {
          Accept: 'text/html',
          ...(this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` }),
        },
      });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const results = page.querySelector('#results');
      if (mine.signal.aborted) return;
      if (!answer.ok || results === null) {
        // The server explains it, e.g. that the launch has expired.
        this.#form.requestSubmit(this.#form.querySelector<HTMLButtonElement>('#find'));
        return;
      }
      const old = this.#form.querySelector('#results')!;
      const status = old.querySelector('#found')!;
      // The status element itself stays, so that a screen reader announces its new text.
      status.textContent = results.querySelector('#found')!.textContent;
      results.querySelector('#found')!.replaceWith(status);
      old.replaceWith(results);
    } catch (failure) {
      if (!mine.signal.aborted)
        this.#form.querySelector('#found')!.textContent = this.#data.announcements['lost.say'] ?? String(failure);
    }
  }

  #scheduleSearch(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#find(), debounceMs);
  }
}

const text = document.querySelector('#picker-data')?.textContent;
const form = document.querySelector<HTMLFormElement>('#picker');
if (typeof text === 'string' && form !== null) new EnhancedPicker(JSON.parse(text) as PickerData, form);
