import { join } from 'node:path';
import { launchBrowser } from '../../support/browser.js';
import { productPlace, startProduct } from '../../support/product.js';
import { type Figure, quantile } from '../figures.js';
import { launchInBrowser, type SeenLaunch } from '../processes/browser-launch.js';
import type { Section } from './section.js';

const visits = 20;

/** In a browser that has never been here, from the demo LMS's form post to a unit that can be begun. */
async function measureBrowser(folder: string): Promise<readonly Figure[]> {
  const product = await startProduct(await productPlace(join(folder, 'browser')));
  const browser = await launchBrowser();
  const seen: SeenLaunch[] = [];
  try {
    for (let visit = 0; visit <= visits; visit++) {
      const launch = await launchInBrowser(browser, product, ['Aylin', 'Jonas', 'Marta'][visit % 3]!);
      if (visit > 0) seen.push(launch);
    }
  } finally {
    await browser.close();
    await product.stop();
  }
  const of = (name: keyof SeenLaunch): number[] => seen.map((each) => each[name]);
  return [
    { name: 'launch-browser/playable', unit: 'ms', better: 'less', values: of('playable'), wanted: 1000 },
    { name: 'launch-browser/playable-p95', unit: 'ms', better: 'less', values: [quantile(of('playable'), 0.95)] },
    {
      name: 'launch-browser/waiting-for-us-p95',
      unit: 'ms',
      better: 'less',
      values: [quantile(of('waiting'), 0.95)],
      wanted: 400,
    },
    { name: 'launch-browser/answers-added-up-p95', unit: 'ms', better: 'less', values: [quantile(of('added'), 0.95)] },
    { name: 'launch-browser/page-weight', unit: 'kB', better: 'less', values: of('weight'), wanted: 350 },
  ];
}

/** A launch as people see it. */
export const launchInTheBrowser: Section = {
  title: `Launches in a real browser, ${visits} visits, from the form post of the LMS to a unit that can be begun`,
  measure: ({ folder }) => measureBrowser(folder),
};
