// Sends mails through the operator's SMTP server. TLS is a must beyond this machine: with smtps:// from the first byte, with
// smtp:// by STARTTLS, or nothing is sent.
import type { Transporter } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Throws MailError. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Says nothing of whom the mail was for, or what was in it. */
export class MailError extends Error {
  constructor(
    message: string,
    /** The server will never take it. */
    readonly isFinal: boolean,
  ) {
    super(message);
    this.name = 'MailError';
  }
}

interface MailerOptions {
  readonly smtp: string;
  /** e.g. `Hubbub <hubbub@example.com>` */
  readonly from: string;
}

const waitMs = 10_000;

export function createMailer({ smtp, from }: MailerOptions): Mailer {
  let transporter: Promise<Transporter> | undefined;
  return {
    async send({ to, subject, text }) {
      try {
        const ready = await (transporter ??= connect(smtp));
        // A single address in a field of its own: nothing in it is read as a list or a header.
        await ready.sendMail({ from, to: { name: '', address: to }, subject, text });
      } catch (error) {
        throw toMailError(error);
      }
    },
    close: () => void transporter?.then((ready) => ready.close()),
  };
}

/** Loaded with the first mail: it takes some 200 ms. */
async function connect(smtp: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { protocol, hostname, port, username, password } = new URL(smtp);
  const isTls = protocol === 'smtps:';
  const isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  return createTransport({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 465 : 587) : Number(port),
    secure: isTls,
    requireTLS: !isTls && !isHere,
    ignoreTLS: !isTls && isHere,
    tls: { minVersion: 'TLSv1.2' },
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: 2 * waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

interface Failure {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

function toMailError(error: unknown): MailError {
  const { code, command, responseCode } = (error ?? {}) as Failure;
  // The recipient's fault. All others, a refused log-in or sender among them, the operator can mend: the mail waits.
  const isFinal = (responseCode ?? 0) >= 500 && command === 'RCPT TO';
  return new MailError(
    `the mail server: ${code ?? 'no answer'} ${responseCode ?? ''}`.trim(),
    isFinal,
  );
}
