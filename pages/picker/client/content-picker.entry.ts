/** Spares the picker's round trips: finds while somebody types, and keeps the selection at once. Without it, every button sends the form. */

import { carriedToken } from '../../../people/visit/client/carried-token.js';

interface PickerData {
  readonly multiple: boolean;
  /** Sentences with `{title}` and `{place}`. */
  readonly spoken: Readonly<Record<string, string>>;
  /** The number of chosen items, in words: none, one, and two, of which the number is replaced. */
  readonly counts: readonly [string, string, string];
}

/** Milliseconds after the last key before the list is asked for. */
const patience = 150;

function enhancePicker(data: PickerData, form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLOListElement>('#chosen')!;
  const row = form.querySelector<HTMLTemplateElement>('#chosen-row')!;
  const count = form.querySelector<HTMLElement>('#count')!;
  const token = carriedToken();
  let asking: AbortController | undefined;
  let timer: number | undefined;

  const rows = (): HTMLLIElement[] => [...chosen.children] as HTMLLIElement[];
  const valueOf = (line: Element): string => line.querySelector<HTMLInputElement>('input[name="item"]')!.value;
  const titleOf = (line: Element): string => line.querySelector('.chosen-title')!.textContent ?? '';
  const words = (key: string, title: string, place = 0): string =>
    (data.spoken[key] ?? '').replace('{title}', () => title).replace('{place}', String(place));

  const say = (sentence: string): void => {
    const number = rows().length;
    const shown = number < 2 ? data.counts[number]! : data.counts[2].replace('2', String(number));
    count.textContent = sentence === '' ? shown : `${shown}. ${sentence}`;
    form.querySelector<HTMLElement>('#selection-empty')!.hidden = number > 0;
    const order = form.querySelector<HTMLElement>('#selection-order');
    if (order !== null) order.hidden = number < 2;
  };

  const add = (input: HTMLInputElement): void => {
    const title = input.dataset['title'] ?? '';
    if (!data.multiple) chosen.replaceChildren();
    const line = (row.content.cloneNode(true) as DocumentFragment).querySelector('li')!;
    line.querySelector<HTMLInputElement>('input[name="item"]')!.value = input.value;
    const shown = line.querySelector<HTMLElement>('.chosen-title')!;
    shown.textContent = title;
    shown.lang = input.dataset['written'] ?? '';
    for (const button of line.querySelectorAll('button')) {
      button.value = input.value;
      button.setAttribute('aria-label', words(`${button.name}.label`, title));
    }
    chosen.append(line);
    say(words('added.say', title));
  };

  const untick = (value: string): void => {
    const box = [...form.querySelectorAll<HTMLInputElement>('input[name="pick"]')].find((each) => each.value === value);
    if (box !== undefined) box.checked = false;
  };

  const remove = (line: HTMLLIElement): void => {
    const title = titleOf(line);
    const after = line.nextElementSibling ?? line.previousElementSibling;
    const focused = line.contains(document.activeElement);
    untick(valueOf(line));
    line.remove();
    if (focused)
      (
        after?.querySelector<HTMLElement>('button[name="remove"]') ?? form.querySelector<HTMLElement>('#selection')
      )?.focus();
    say(words('removed.say', title));
  };

  const move = (line: HTMLLIElement, button: HTMLButtonElement): void => {
    const other = button.name === 'up' ? line.previousElementSibling : line.nextElementSibling;
    if (other === null) return;
    if (button.name === 'up') other.before(line);
    else other.after(line);
    button.focus();
    say(words('moved.say', titleOf(line), rows().indexOf(line) + 1));
  };

  async function find(): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    const asked = new URLSearchParams();
    // Ticked items are in the selection already.
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && name !== 'shown' && name !== 'pick' && name !== 'page')
        asked.append(name, value);
    try {
      const answer = await fetch(`${form.action}?${asked.toString()}`, {
        signal: mine.signal,
        headers: { Accept: 'text/html', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector('#results');
      if (mine.signal.aborted) return;
      if (!answer.ok || fresh === null) {
        // The server has words for it, such as that the launch has expired.
        form.requestSubmit(form.querySelector<HTMLButtonElement>('#find'));
        return;
      }
      const old = form.querySelector('#results')!;
      const status = old.querySelector('#found')!;
      // The status itself stays, so that a screen reader hears that its text has changed.
      status.textContent = fresh.querySelector('#found')!.textContent;
      fresh.querySelector('#found')!.replaceWith(status);
      old.replaceWith(fresh);
    } catch (failure) {
      if (!mine.signal.aborted) form.querySelector('#found')!.textContent = data.spoken['lost.say'] ?? String(failure);
    }
  }

  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void find(), patience);
  };

  form.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === 'search') soon();
  });
  form.addEventListener('change', (event) => {
    const { target } = event;
    if (target instanceof HTMLSelectElement) void find();
    if (!(target instanceof HTMLInputElement) || target.name !== 'pick') return;
    const line = rows().find((each) => valueOf(each) === target.value);
    if (target.checked && line === undefined) add(target);
    else if (!target.checked && line !== undefined) remove(line);
  });
  form.addEventListener('submit', (event) => {
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
    const line = button?.closest<HTMLLIElement>('#chosen > li');
    if (button === undefined || line === null || line === undefined) return;
    event.preventDefault();
    if (button.name === 'remove') remove(line);
    else move(line, button);
  });
}

const text = document.querySelector('#picker-data')?.textContent;
const form = document.querySelector<HTMLFormElement>('#picker');
if (typeof text === 'string' && form !== null) enhancePicker(JSON.parse(text) as PickerData, form);
