// The session cookie: `__Host-` and Secure wherever the browser speaks TLS to us or to a declared proxy; another name
// without Secure on plain HTTP, which only loopback and `dev` allow.
export interface SessionCookie {
  readonly name: string;
  read(header: string | null): string | undefined;
  /** The Set-Cookie header; '' and 0 clear it. */
  write(token: string, maxAgeSeconds: number): string;
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-hubbub' : 'hubbub';
  const attributes = `${isSecure ? 'Secure; ' : ''}HttpOnly; SameSite=Lax; Path=/`;
  return {
    name,
    read(header) {
      for (const pair of header?.split(';') ?? []) {
        const at = pair.indexOf('=');
        if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
      }
      return undefined;
    },
    write: (token, maxAgeSeconds) => `${name}=${token}; Max-Age=${maxAgeSeconds}; ${attributes}`,
  };
}
