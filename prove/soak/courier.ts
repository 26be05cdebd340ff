// Files on their way: uploaded for a user who sends them with a message, then fetched by who holds that message, and by
// somebody who is not to have them.
import type { Device } from '../device.ts';
import type { Random } from '../random.ts';

const leastBytes = 1_000;
const mostBytes = 100_000;
/** Of so many of the last ones it is known what is in them. */
const mostKept = 400;

export interface Bearer {
  readonly device: Device;
  readonly token: string;
}

export class Courier {
  uploads = 0;
  downloads = 0;
  /** Answered with: try again. On a machine that is busy with other things that is no fault. */
  putOff = 0;
  /** What was wrong with them. */
  readonly faults: string[] = [];
  /** Of each user: what is uploaded and not sent yet. */
  readonly waiting = new Map<string, string[]>();
  private readonly hashes = new Map<string, string>();

  constructor(
    private readonly random: Random,
    private readonly isOver: () => boolean,
  ) {}

  async work(url: string, bearers: readonly Bearer[], perSecond: number): Promise<void> {
    for (let next = performance.now(); perSecond > 0; next += 1000 / perSecond) {
      while (!this.isOver() && performance.now() < next) await Bun.sleep(100);
      if (this.isOver()) return;
      const bearer = this.random.pick(bearers);
      const other = this.random.pick(bearers);
      if (!bearer || !other) return;
      await this.round(`${url}/v1/media`, bearer, other).catch((error: unknown) =>
        this.faults.push(`${bearer.device.device}: ${String(error)}`),
      );
    }
  }

  private async round(place: string, bearer: Bearer, other: Bearer): Promise<void> {
    const id = await this.upload(place, bearer);
    if (id === undefined) return;
    if (other.device.user !== bearer.device.user) await this.pry(`${place}/${id}`, other);
    const { user } = bearer.device;
    this.waiting.set(user, [...(this.waiting.get(user) ?? []), id]);
    await this.download(place, other);
  }

  private async upload(place: string, { token }: Bearer): Promise<string | undefined> {
    const length = leastBytes + this.random.below(mostBytes - leastBytes);
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)));
    const response = await fetch(`${place}?name=file.bin`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: bytes,
      keepalive: false,
    });
    const text = await response.text();
    if (this.isPutOff(response)) return undefined;
    if (!response.ok) throw new Error(`an upload was refused: ${response.status} ${text}`);
    const { id } = (JSON.parse(text) as { media: { id: string } }).media;
    this.uploads += 1;
    this.hashes.set(id, hashOf(bytes));
    for (const old of this.hashes.keys()) if (this.hashes.size > mostKept) this.hashes.delete(old);
    return id;
  }

  private isPutOff({ status }: Response): boolean {
    if (status !== 503 && status !== 504) return false;
    this.putOff += 1;
    return true;
  }

  /** What belongs to nothing yet is its owner's. */
  private async pry(address: string, { token }: Bearer): Promise<void> {
    const response = await get(address, token);
    if (response.ok) this.faults.push(`${address} was shown to a stranger`);
  }

  private async download(place: string, { device, token }: Bearer): Promise<void> {
    const held = [...device.replicas.values()].flatMap((replica) => replica.held().slice(-50));
    const ids = held.flatMap(({ media, recalled }) =>
      media && !recalled ? media.items.map((item) => item.media.id) : [],
    );
    const id = this.random.pick(ids.filter((one) => this.hashes.has(one)));
    if (id === undefined) return;
    const response = await get(`${place}/${id}`, token);
    if (this.isPutOff(response)) return;
    // It may have been taken back, or the user be out, since it was looked for.
    if (response.status === 404 || response.status === 403) return;
    if (!response.ok) throw new Error(`${id} was answered with ${response.status}`);
    if (hashOf(new Uint8Array(await response.arrayBuffer())) !== this.hashes.get(id))
      this.faults.push(`${id} holds something else than what was uploaded`);
    this.downloads += 1;
  }
}

async function get(address: string, token: string): Promise<Response> {
  return await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    keepalive: false,
  });
}

function hashOf(bytes: Uint8Array): string {
  return new Bun.CryptoHasher('sha256').update(bytes).digest('hex');
}
