// What changes many times between two frames is drawn once: where a hundred messages a second arrive, each would else be a
// drawing of its own, and the frames between them are lost.
const waiting = new Set<() => void>();
/** A page that is not in sight has no frames, but a title and an icon. */
const withoutFramesMs = 100;
let isDue = false;

/** Told at most once per frame, together with all others that are told in it. */
export function perFrame(changed: () => void): () => void {
  return () => {
    waiting.add(changed);
    if (!isDue) atNextFrame();
  };
}

function atNextFrame(): void {
  isDue = true;
  const tell = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    isDue = false;
    const all = [...waiting];
    waiting.clear();
    for (const changed of all) changed();
  };
  const frame = requestAnimationFrame(tell);
  const timer = setTimeout(tell, withoutFramesMs);
}
