// A backend that reads an app's event log from position to position (docs/apps.md), and notices what does not follow.
interface LogEvent {
  readonly kind: string;
  readonly id: string;
  readonly message?: { readonly conversation: string; readonly seq: number };
}

interface Page {
  readonly events?: readonly LogEvent[];
  readonly position: string;
}

const pauseMs = 20;

export class LogReader {
  readonly faults: string[] = [];
  messages = 0;
  private position = '';
  private isOver = false;
  private readonly seqs = new Map<string, number>();
  private reading: Promise<void> = Promise.resolve();

  private constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  static async start(url: string, operator: string): Promise<LogReader> {
    const app = { name: 'main', eventLog: { enabled: true } };
    await call(`${url}/hubbub.v1.AppService/Update`, operator, app);
    const wanted = { name: 'main', scopes: ['EVENTS'] };
    const made = await call(`${url}/hubbub.v1.AppService/CreateKey`, operator, wanted);
    const { secret } = JSON.parse(made) as { secret: string };
    const reader = new LogReader(url, secret);
    reader.reading = reader
      .read()
      .catch((error: unknown) => void reader.faults.push(String(error)));
    return reader;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.reading;
  }

  private async read(): Promise<void> {
    while (!this.isOver) {
      const text = await call(`${this.url}/hubbub.v1.EventService/Read`, this.key, {
        after: this.position,
      });
      for (const line of text.trim().split('\n')) this.take(JSON.parse(line) as Page);
      await Bun.sleep(pauseMs);
    }
  }

  private take({ events = [], position }: Page): void {
    for (const { kind, message } of events)
      if (kind === 'MESSAGE_SENT' && message) this.follow(message.conversation, message.seq);
    this.position = position;
  }

  private follow(conversation: string, seq: number): void {
    const last = this.seqs.get(conversation) ?? 0;
    if (seq <= last) return;
    if (seq !== last + 1)
      this.faults.push(`message ${seq} of ${conversation} was read after ${last}`);
    this.seqs.set(conversation, seq);
    this.messages += 1;
  }
}

async function call(url: string, token: string, args: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(args) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}
