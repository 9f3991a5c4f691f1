import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Seconds } from '../../base/index.js';
import type { Metrics } from './metrics.js';
import type { RequestObserver } from './observe-requests.js';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
const bounds: readonly Seconds[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const classes: readonly (readonly [start: string, name: string])[] = [
  ['/xapi/statements', 'statements'],
  ['/xapi/activities/state', 'state'],
  ['/xapi/activities/profile', 'profile'],
  ['/xapi/agents/profile', 'profile'],
  ['/xapi', 'xapi'],
  ['/h5p', 'h5p'],
  ['/lti', 'lti'],
  ['/assets', 'assets'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/metrics', 'health'],
];

/** Groups paths into a few classes, so that paths cannot create an unbounded number of series. */
export function routeClass(path: string): string {
  return classes.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1] ?? 'pages';
}

/** Counts requests and the time their responses took, by class of path, method and status. */
export function measureRequests(metrics: Metrics): RequestObserver {
  const requests = metrics.counter(
    'lotse_http_requests_total',
    'Requests that were answered, or ended before that (status 0).',
  );
  const durations = metrics.histogram(
    'lotse_http_request_duration_seconds',
    'From a request to the end of its answer.',
    bounds,
  );
  let open = 0;
  metrics.gauge('lotse_http_requests_open', 'Requests that are being answered.', () => [{ labels: {}, value: open }]);
  // Bounded, since routes and methods are few; a status without any response yet has no entry.
  const series = new Map<
    string,
    { readonly observe: (seconds: number) => void; readonly count: Map<number, () => void> }
  >();
  return {
    onStart: () => void (open += 1),
    onEnd: ({ path, method: sent, status, milliseconds }) => {
      open -= 1;
      const route = routeClass(path);
      const method = methods.has(sent) ? sent : 'other';
      let found = series.get(route + method);
      if (found === undefined)
        series.set(route + method, (found = { observe: durations.series({ route, method }), count: new Map() }));
      found.observe(milliseconds / 1000);
      let count = found.count.get(status);
      if (count === undefined)
        found.count.set(status, (count = requests.series({ route, method, status: String(status) })));
      count();
    },
  };
}

/** Reports the resources used by the process itself. */
export function measureProcess(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const started = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_start_time_seconds', 'When the process started, seconds since 1970.', () => [
    { labels: {}, value: started },
  ]);
  metrics.gauge('process_resident_memory_bytes', 'Memory in use.', () => [
    { labels: {}, value: process.memoryUsage.rss() },
  ]);
  metrics.gauge('process_cpu_seconds_total', 'Processor time used.', () => {
    const { user, system } = process.cpuUsage();
    return [{ labels: {}, value: (user + system) / 1e6 }];
  });
  metrics.gauge(
    'lotse_event_loop_delay_seconds',
    'How late timers ran since the last look: the 99th percentile.',
    () => {
      const value = delay.percentile(99) / 1e9;
      delay.reset();
      return [{ labels: {}, value }];
    },
  );
}
