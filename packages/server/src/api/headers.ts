// The security headers of every answer on the main port, and the policy of the pages.
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
};

const twoYears = 'max-age=63072000; includeSubDomains';

export type Secure = (response: Response, request: Request) => Response;

/** @param isTls a declared proxy speaks TLS for us */
export function securityHeaders(isTls: boolean): Secure {
  return (response, request) => secure(response, request.headers.get('host') ?? '', isTls);
}

function secure(response: Response, host: string, isTls: boolean): Response {
  for (const [name, value] of Object.entries(always)) response.headers.set(name, value);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  if (!response.headers.has('content-security-policy'))
    response.headers.set('content-security-policy', pagePolicy(host, isTls));
  if (isTls) response.headers.set('strict-transport-security', twoYears);
  return response;
}

function pagePolicy(host: string, isTls: boolean): string {
  // Older browsers do not count a socket to the page's own host as 'self'.
  const socket = /^[\w.:[\]-]+$/.test(host) ? ` ${isTls ? 'wss' : 'ws'}://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
