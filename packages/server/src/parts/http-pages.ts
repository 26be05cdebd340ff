// What the main port answers besides sockets: the operations over HTTP, files, exports, the web app, health and metrics.
import { resolve } from 'node:path';
import { exportDoor } from '../api/exports.ts';
import type { Secure } from '../api/headers.ts';
import { httpDoor, type HttpParts } from '../api/http.ts';
import { mediaDoor } from '../api/media.ts';
import { pages } from '../api/pages.ts';
import { serveStatic } from '../api/static.ts';
import type { Config } from '../config/table.ts';
import { builtWeb } from '../own-files.ts';
import type { Observing } from './observing.ts';
import { uploadBounds } from './operation-limits.ts';

interface PagesParts {
  readonly config: Config;
  readonly observing: Observing;
  /** What all doors for browsers stand on. */
  readonly browsers: Omit<HttpParts, 'bodyBytes'>;
  readonly secure: Secure;
}

export function httpPages({ config, observing, browsers, secure }: PagesParts) {
  const isOpen = config.doors.includes('http');
  const closed = () => undefined;
  return pages({
    door: isOpen ? httpDoor({ ...browsers, bodyBytes: config.bodyBytes }) : closed,
    media: isOpen ? mediaDoor({ ...browsers, ...uploadBounds(config) }) : closed,
    exports: isOpen ? exportDoor(browsers) : closed,
    statics: serveStatic(config.web === '' ? builtWeb() : resolve(config.web)),
    unready: observing.unready,
    metrics: observing.page,
    publicMetrics: config.publicMetrics,
    secure,
  });
}
