/** Follows what is stored while the page is open: new statements come to the top of the list, until somebody pauses. */

interface LiveData {
  readonly address: string;
  readonly position: number;
  readonly start: string;
  readonly stop: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** Most statements in the list; the oldest give way. */
const most = 300;
/** Minimum interval between announcements, in milliseconds: a screen reader must not be flooded. */
const announceEveryMs = 3_000;

function run(data: LiveData, part: HTMLElement, list: HTMLElement): void {
  const button = part.querySelector<HTMLButtonElement>('#live')!;
  const status = part.querySelector<HTMLElement>('#live-status')!;
  let source: EventSource | undefined;
  let newest = data.position;
  let unannounced = 0;
  let announceTimer: number | undefined;

  const say = (key: string): void => {
    status.textContent = data.texts[key] ?? '';
  };

  const announce = (): void => {
    announceTimer = undefined;
    if (unannounced === 0) return;
    status.textContent =
      (unannounced === 1
        ? data.texts['arrived.one']
        : data.texts['arrived.many']?.replace('{{count}}', String(unannounced))) ?? '';
    unannounced = 0;
  };

  const shorten = (): void => {
    while (list.children.length > most) list.lastElementChild!.remove();
    const older = document.querySelector<HTMLAnchorElement>('#older');
    const last = (list.lastElementChild as HTMLElement | null)?.dataset['position'];
    if (older === null || last === undefined) return;
    const address = new URL(older.href);
    address.searchParams.set('after', last);
    older.href = address.href;
  };

  const add = (event: MessageEvent<string>): void => {
    const template = document.createElement('template');
    template.innerHTML = JSON.parse(event.data) as string;
    list.prepend(template.content);
    document.querySelector('#nothing')?.remove();
    newest = Number(event.lastEventId);
    unannounced += 1;
    announceTimer ??= window.setTimeout(announce, unannounced === 1 ? 200 : announceEveryMs);
    shorten();
  };

  const stop = (key: string): void => {
    source?.close();
    source = undefined;
    button.textContent = data.start;
    say(key);
  };

  const start = (): void => {
    source = new EventSource(`${data.address}&after=${newest}`);
    button.textContent = data.stop;
    source.addEventListener('open', () => say('running'));
    source.addEventListener('statement', add);
    source.addEventListener('gap', () => say('gap'));
    source.addEventListener('ended', () => stop('ended'));
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) stop('refused');
      else say('lost');
    });
  };

  button.addEventListener('click', () => (source === undefined ? start() : stop('paused')));
  part.hidden = false;
}

const data = document.querySelector('#live-data')?.textContent;
const part = document.querySelector<HTMLElement>('.live');
const list = document.querySelector<HTMLElement>('#statements');
if (typeof data === 'string' && part !== null && list !== null) run(JSON.parse(data) as LiveData, part, list);
