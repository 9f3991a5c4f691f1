export { requestId, requestIdOf } from './request-id.js';
export { accessLog } from './access-log.js';
export { errorHandler, logError, requestError, setErrorHeaders } from './error-handler.js';
export { health } from './health.js';
export { listen, type Listening, type ListenOptions } from './listen.js';
export { reportFailedStart, runUntilSignal, type Running } from './run.js';
