// Reading the body of a request: as a whole, in time, and no more of it than is asked for.
interface Bounds {
  readonly mostMs: number;
  readonly mostBytes: number;
}

/** `late`: it drips in, or its sender has gone. `large`: there is more of it than may be. */
export async function readBody(
  request: Request,
  { mostMs, mostBytes }: Bounds,
): Promise<readonly Uint8Array[] | 'late' | 'large'> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return 'large';
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader?.cancel().catch(() => undefined);
  }, mostMs);
  try {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      bytes += next.value.length;
      if (bytes > mostBytes) {
        await reader?.cancel().catch(() => undefined);
        return 'large';
      }
      chunks.push(next.value);
    }
  } catch {
    // The client has gone away, or said more than the runtime takes: nobody hears the answer.
    return 'late';
  } finally {
    clearTimeout(timer);
  }
  return isLate ? 'late' : chunks;
}

/** The connection ends with it: what is still to come of the body is nothing that could be read as a request. */
export function refusedBody(why: 'late' | 'large'): Response {
  const [status, text] =
    why === 'late' ? [408, 'The body did not come in time.'] : [413, 'The body is too large.'];
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' },
  });
}
