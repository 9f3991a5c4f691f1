import type { Eraser } from './create-erasure.js';

/** One after the other. */
export function joinErasers<First extends object, Second extends object>(
  first: Eraser<First>,
  second: Eraser<Second>,
): Eraser<First & Second> {
  return async (organisation, erased) => ({
    ...(await first(organisation, erased)),
    ...(await second(organisation, erased)),
  });
}
