import type { Configuration, Logger } from '../base/index.js';
import { listen, type RunningProgram, runUntilSignal } from '../web/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import { composeLotse } from './lotse.js';
import { serveDemo } from './serve-demo.js';
import { startFailure } from './start-failure.js';

function both(key: keyof typeof de): string {
  return `${de[key]} / ${en[key]}`;
}

function greeting({ publicUrl, demo, demoUrl, data }: Configuration, seconds: string): string {
  return [
    '',
    `  ${both('ready')} (${seconds} s):  ${publicUrl}`,
    ...(demo ? [`  ${both('demo')}:  ${demoUrl}`] : []),
    `  ${both('data')}:  ${data}`,
    `  ${both('stop')}`,
    '',
    '',
  ].join('\n');
}

async function start(configuration: Configuration, logger: Logger): Promise<RunningProgram> {
  const lotse = await composeLotse(configuration, logger, 'serve');
  const stops: (() => Promise<void>)[] = [() => lotse.close()];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    await lotse.organisations.finish();
    await lotse.competency.start();
    stops.push(() => lotse.competency.stop());
    await lotse.grades.start();
    stops.push(() => lotse.grades.stop());
    await lotse.forwarding.start();
    stops.push(() => lotse.forwarding.stop());
    await lotse.keyRotation.start();
    stops.push(() => lotse.keyRotation.stop());
    const server = await listen(lotse.application, configuration);
    stops.push(() => lotse.iliasXapi.stop());
    logger.info({ url: server.url }, 'Lotse listens.');
    stops.push(async () => {
      lotse.browser.close();
      await server.close();
    });
    if (configuration.demo) {
      const demo = await serveDemo(lotse, logger);
      stops.push(() => demo.close());
    }
  } catch (caught) {
    await stop();
    throw startFailure(caught, configuration);
  }
  process.stdout.write(greeting(configuration, process.uptime().toFixed(1)));
  // The first launch would work without it, but take longer.
  await lotse.content.play.warm();
  return { stop };
}

await runUntilSignal(start);
