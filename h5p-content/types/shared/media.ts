import { element } from './dom.js';
import { core } from './h5p.js';
import type { Host } from './content-type.js';
import { own, record, string } from './read.js';

/** An image of the content, as H5P editors store it. */
export interface Image {
  readonly path: string;
  readonly alternative: string;
  readonly width?: number;
  readonly height?: number;
}

/** The image in the parameters, if there is one. Without an alternative text it counts as decoration. */
export function imageIn(file: unknown, alternative: string): Image | undefined {
  const found = record(file);
  const path = string(own(found, 'path'));
  if (path === '') return undefined;
  const width = own(found, 'width');
  const height = own(found, 'height');
  const sized = typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0;
  return { path, alternative, ...(sized ? { width, height } : {}) };
}

/** The picture with its caption. Width and height reserve its space while it loads. */
export function picture(host: Host, image: Image, caption = ''): HTMLElement {
  return element(
    'figure',
    { class: 'lh-figure' },
    element('img', {
      src: core().getPath(image.path, host.contentId),
      alt: image.alternative,
      width: image.width,
      height: image.height,
      decoding: 'async',
    }),
    caption !== '' && element('figcaption', {}, caption),
  );
}
