import type { Frameworks } from '../../competency/index.js';
import type { CompetencyTag } from '../../h5p-content/index.js';
import type { Language } from '../../web/index.js';
import { pickerTexts } from './texts.js';

/** The competencies of a content, in words: code and name of the competency, and the meaning of its level. */
export function competencyTags(
  tags: readonly CompetencyTag[],
  frameworks: Frameworks,
  language: Language,
): readonly string[] {
  const text = pickerTexts(language);
  return tags.map(({ framework, code, level }) => {
    const competency = frameworks.competency(framework, code);
    const meaning = competency?.levels[level as 1 | 2 | 3 | 4][language];
    if (competency === undefined || meaning === undefined) return text('competency.unknown', { name: code, level });
    return text('competency', { name: `${code} ${competency.name[language]}`, level, text: meaning });
  });
}
