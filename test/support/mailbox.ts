// A real SMTP server that keeps what it is given.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly raw: string;
}

export interface Mailbox {
  readonly port: number;
  /** For --smtp. */
  readonly url: string;
  readonly mails: readonly Received[];
  /** What was sent to an address so far. */
  to(address: string): readonly Received[];
  close(): Promise<void>;
}

export async function openMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mails: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        mails.push({ to, raw, ...read(raw) });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = Promise.withResolvers<number>();
  server.listen(0, '0.0.0.0', function listens() {
    listening.resolve((server.server.address() as AddressInfo).port);
  });
  const port = await listening.promise;
  return {
    port,
    url: `smtp://localhost:${port}`,
    mails,
    to: (address) => mails.filter((mail) => mail.to === address),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Enough of a reader for what we send. */
function read(raw: string): Pick<Received, 'subject' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  return {
    subject: words(field('subject')),
    text: decoded(raw.slice(end + 4), field('content-transfer-encoding')).replaceAll('\r\n', '\n'),
  };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(body.replaceAll(/=\r\n/g, '')) : body;
}

function quoted(text: string): string {
  const bytes = text.replaceAll(/=([\dA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** RFC 2047. */
function words(text: string): string {
  return text
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : quoted(word.replaceAll('_', ' ')),
    );
}
