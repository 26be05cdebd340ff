// Where the server is found, and what to do when it can't listen there.
import { StartupError } from '../store/failures.ts';

/** What people type to come here. */
export function nameOf(host: string): string {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
}

interface Place {
  readonly flag: 'port' | 'grpc-port';
  readonly host: string;
  readonly port: number;
}

export function cannotListen(error: unknown, { flag, host, port }: Place): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} is taken. Stop the other program, or choose another port with --${flag}.`,
      error,
    );
  if (code === 'EACCES')
    return new StartupError(
      `Port ${port} may not be opened by this user. Choose one above 1023 with --${flag}.`,
      error,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(
      `This machine has no address ${host}. Choose another with --${flag.replace('port', 'host')}.`,
      error,
    );
  return error;
}
