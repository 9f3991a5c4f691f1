import type { Configuration, Logger } from '../base/index.js';
import { listen, type Running, runUntilSignal } from '../web/index.js';
import { composeLotse, holdData } from './lotse.js';
import { serveDemo } from './serve-demo.js';

function greeting({ publicUrl, demo, demoUrl, data }: Configuration, seconds: string): string {
  return [
    '',
    `  Lotse ist bereit (${seconds} s).  ${publicUrl}`,
    ...(demo ? [`  Demo-Kurs:  ${demoUrl}`] : []),
    `  Daten:  ${data}`,
    '  Beenden mit Strg+C.  /  Stop with Ctrl+C.',
    '',
    '',
  ].join('\n');
}

async function start(configuration: Configuration, logger: Logger): Promise<Running> {
  const release = holdData(configuration);
  const lotse = await composeLotse(configuration, logger).catch((caught: unknown) => {
    release();
    throw caught;
  });
  const stops: (() => Promise<void>)[] = [async () => release(), () => lotse.close()];
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
    await lotse.keyCare.start();
    stops.push(() => lotse.keyCare.stop());
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
    throw caught;
  }
  process.stdout.write(greeting(configuration, process.uptime().toFixed(1)));
  // The first launch would work without it, but take longer.
  await lotse.content.play.warm();
  return { stop };
}

await runUntilSignal(start);
