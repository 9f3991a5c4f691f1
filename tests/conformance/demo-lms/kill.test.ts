import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { DemoPlatform } from '../../../app/demo-lms/index.js';
import { newUuid } from '../../../base/index.js';
import { openTool, requestToken } from './tool-peer.js';

const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';

async function begin(toolUrl: string, statePath: string): Promise<{ child: ChildProcess; platform: DemoPlatform }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./kill-child.js', import.meta.url)), toolUrl, statePath],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout! }))
    return { child, platform: JSON.parse(line) as DemoPlatform };
  throw new Error('the demo LMS did not start');
}

test('no acknowledged grade is lost, whenever the process is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-demo-kill-'));
  const statePath = join(folder, 'demo-lms.json');
  const tool = await openTool();
  const acknowledged = new Map<string, number>();
  let second = 0;
  try {
    for (let round = 0; round < 6; round += 1) {
      const { child, platform } = await begin(tool.url, statePath);
      const assertion = await tool.sign({
        iss: platform.clientId,
        sub: platform.clientId,
        aud: platform.tokenUrl,
        jti: newUuid(),
      });
      const { access_token: token } = (await (await requestToken({ platform }, assertion, scope)).json()) as {
        access_token: string;
      };
      const exited = new Promise((resolve) => child.once('exit', resolve));
      let answers = 0;
      const send = async (userId: string): Promise<void> => {
        for (;;) {
          const at = ++second;
          const response = await fetch(`${platform.issuer}/lti/ags/7/lineitems/1/scores`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.ims.lis.v1.score+json' },
            body: JSON.stringify({
              userId,
              activityProgress: 'Completed',
              gradingProgress: 'FullyGraded',
              timestamp: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString(),
              scoreGiven: at,
              scoreMaximum: 100_000,
            }),
          });
          if (response.status !== 204) continue;
          acknowledged.set(userId, at);
          answers += 1;
          // Killed while the other two have requests on the way.
          if (acknowledged.size === 3 && answers > round * 5) child.kill('SIGKILL');
        }
      };
      const sending = ['11', '12', '13'].map((userId) => send(userId).catch(() => undefined));
      await Promise.all([exited, ...sending]);
      const kept = JSON.parse(await readFile(statePath, 'utf8')) as { scores: { userId: string; timestamp: string }[] };
      expect(acknowledged.size).toBe(3);
      for (const [userId, at] of acknowledged) {
        const { timestamp } = kept.scores.find((each) => each.userId === userId)!;
        expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1) + at * 1000);
      }
    }
  } finally {
    await tool.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
