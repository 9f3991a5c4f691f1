import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Messages of the status line. */
export type Status = 'saved' | 'saving' | 'offline' | 'launch-again' | 'refused' | 'broken' | 'preview' | 'overtaken';

/**
 * Whole sentences: each describes the state, and what to do if there is anything to do. `reload` is the button beside
 * `overtaken`.
 */
export const playerTexts: Readonly<Record<'de' | 'en', Readonly<Record<Status | 'reload', string>>>> = { de, en };
