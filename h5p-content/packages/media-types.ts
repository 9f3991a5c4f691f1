/**
 * Kinds of files that a content may contain, by their extension. Nothing that a browser would run as a page is among
 * them.
 */
const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
  vtt: 'text/vtt; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The Content-Type of a file by its name; `undefined` for a kind that contents may not contain. */
export function mediaTypeOf(name: string): string | undefined {
  return mediaTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
}
