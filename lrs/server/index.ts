export { requestId, requestIdOf } from './request-id.js';
export { accessLog } from './access-log.js';
export { errorHandler, logError, requestError, setErrorHeaders } from './error-handler.js';
export { health } from './health.js';
export { measureProcess, measureRequests, routeClass } from './measure.js';
export { createMetrics, type Labels, type Metrics, type Reading } from './metrics.js';
export { metricsRoute, type MetricsAccess } from './metrics-route.js';
export { listen, type Listening, type ListenOptions } from './listen.js';
export { runUntilSignal, type Running } from './run.js';
