import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of a person's matrix and of its "Warum?". */
export const matrixTexts = defineTexts({ de: de.matrix, en: en.matrix });
