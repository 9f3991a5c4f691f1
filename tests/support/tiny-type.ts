import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BlobPlaces } from '../../base/index.js';
import type { ContentDraft } from '../../h5p-content/store/index.js';

const library = {
  machineName: 'Test.Tiny',
  majorVersion: 1,
  minorVersion: 2,
  patchVersion: 3,
  title: 'Tiny',
  runnable: 1,
  embedTypes: ['iframe'],
  fullscreen: 0,
  preloadedJs: [{ path: 'tiny.js' }],
  preloadedCss: [{ path: 'tiny.css' }],
};

/**
 * A content type for tests: a counter that is its state, a button that answers a part of it, one that completes it,
 * and a picture from the content's own files. It uses H5P core's public API alone.
 */
const script = `
window.Test = window.Test || {};
window.Test.Tiny = function (parameters, contentId, extras) {
  H5P.EventDispatcher.call(this);
  var self = this;
  var count = (extras && extras.previousState && extras.previousState.count) || 0;
  this.contentId = contentId;
  this.getTitle = function () { return 'Tiny'; };
  this.getCurrentState = function () { return { count: count }; };
  function send(sender, verb, result) {
    var event = sender.createXAPIEventTemplate(verb);
    if (result) event.data.statement.result = result;
    sender.trigger(event);
  }
  this.attach = function ($container) {
    var root = $container[0];
    root.innerHTML = '<p id="said"></p><p>Stand: <output id="count"></output></p><button id="answer">Antworten</button><button id="complete">Fertig</button><img id="picture" alt="">';
    root.querySelector('#said').textContent = parameters.text;
    root.querySelector('#picture').src = H5P.getPath(parameters.picture, contentId);
    var show = function () { root.querySelector('#count').textContent = String(count); };
    show();
    self.setActivityStarted();
    root.querySelector('#answer').onclick = function () {
      count += 1;
      show();
      var part = new H5P.EventDispatcher();
      part.contentId = contentId;
      part.subContentId = 'part-' + count;
      part.parent = self;
      part.getTitle = function () { return 'Teil ' + count; };
      send(part, 'answered', { success: true, response: String(count) });
    };
    root.querySelector('#complete').onclick = function () {
      send(self, 'completed', { completion: true, score: { raw: 1, min: 0, max: 1, scaled: 1 } });
      send(self, 'passed', { success: true, score: { raw: 1, min: 0, max: 1, scaled: 1 } });
    };
  };
};
window.Test.Tiny.prototype = Object.create(H5P.EventDispatcher.prototype);
`;

/** Writes the content type into a folder of libraries. */
export async function writeTinyType(libraries: string): Promise<void> {
  const folder = join(libraries, 'Test.Tiny-1.2');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'library.json'), JSON.stringify(library));
  await writeFile(join(folder, 'tiny.js'), script);
  await writeFile(join(folder, 'tiny.css'), '.h5p-container { padding: 1rem; }');
}

/** A PNG of one transparent pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Keeps the file that contents of the tiny type have. */
export async function putPixel({ contents }: Pick<BlobPlaces, 'contents'>, organisation: string): Promise<void> {
  await contents.putBlob(
    organisation,
    (async function* () {
      yield pixel;
    })(),
  );
}

/** A content of the tiny type. */
export function tinyDraft(id: string, changes: Partial<ContentDraft> = {}): ContentDraft {
  return {
    id,
    kind: 'unit',
    title: 'Ein kleiner Versuch',
    language: 'de',
    summary: 'Zum Ausprobieren.',
    minutes: 3,
    competencies: [{ framework: 'lotse', code: 'D1', level: 2 }],
    mainLibrary: { machineName: 'Test.Tiny', majorVersion: 1, minorVersion: 2 },
    translations: {},
    parameters: JSON.stringify({ text: 'Hallo', picture: 'images/pixel.png' }),
    metadata: JSON.stringify({
      title: 'Ein kleiner Versuch',
      language: 'de',
      mainLibrary: 'Test.Tiny',
      embedTypes: ['iframe'],
      license: 'U',
      preloadedDependencies: [{ machineName: 'Test.Tiny', majorVersion: 1, minorVersion: 2 }],
    }),
    files: [
      {
        name: 'images/pixel.png',
        contentType: 'image/png',
        sha256: createHash('sha256').update(pixel).digest('hex'),
        length: pixel.byteLength,
      },
    ],
    edition: 'first',
    ...changes,
  };
}
