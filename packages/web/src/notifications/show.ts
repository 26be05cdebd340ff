// One notification per conversation: a newer one takes its place. The service worker shows it where there is one, so that it
// outlives the page and phones have it too; else the page does.
export interface Telling {
  readonly place: string;
  readonly title: string;
  readonly body: string;
  /** Number of what is told, rising within its place. */
  readonly seq: number;
}

/** @param open what a click does, when the page itself shows it */
export async function show({ place, title, body, seq }: Telling, open: () => void): Promise<void> {
  const options = {
    body,
    tag: place,
    icon: '/icons/192.png',
    data: { path: `/c/${place}`, place: seq },
  };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) {
    // Told already, over the push service.
    if (isShown(await worker.getNotifications({ tag: place }), seq)) return;
    // A newer message of the same conversation is told again, not only put in its place.
    await worker.showNotification(title, { ...options, renotify: true } as NotificationOptions);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    open();
    notification.close();
  };
}

function isShown(shown: readonly Notification[], seq: number): boolean {
  return shown.some(({ data }) => ((data as { place?: number } | null)?.place ?? 0) >= seq);
}

/** What was read need not be told any more. */
export async function takeBack(place: string): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  for (const notification of (await worker?.getNotifications({ tag: place })) ?? [])
    notification.close();
}

const chimeMs = 1000;

/** Two short tones. Where nobody has touched the page yet browsers play none, and never say that one has ended. */
export async function chime(): Promise<void> {
  const context = new AudioContext();
  for (const [at, pitch] of [660, 880].entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const from = context.currentTime + at * 0.12;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.2);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.2);
  }
  await new Promise((resolve) => setTimeout(resolve, chimeMs));
  await context.close();
}
