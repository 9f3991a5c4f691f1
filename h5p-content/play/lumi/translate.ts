import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function strings(language: 'de' | 'en'): Readonly<Record<string, string>> {
  return require(`@lumieducation/h5p-server/build/assets/translations/client/${language}.json`) as Record<
    string,
    string
  >;
}

const texts = { de: strings('de'), en: strings('en') };

/** H5P core's own words, e.g. of its dialogs, in the page's language. Keys look like `client:close`. */
export function translate(key: string, language: string): string {
  const name = key.replace(/^client:/, '');
  return texts[language === 'de' ? 'de' : 'en'][name] ?? texts.en[name] ?? key;
}
