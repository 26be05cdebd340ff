// This browser's subscription at its push service: told while Hubbub is closed. Loaded with the settings and the notifier.
// Asked over plain HTTP, since the SDK need not know of it on every page.
import type { Preferences } from './preferences.ts';

const patienceMs = 10_000;

interface Given {
  readonly applicationKey: string;
}

/** Whether this browser could at all. */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis;
}

/** Makes it as it was chosen. @returns whether this browser is told now; rejects when its push service does not answer */
export async function keepPush(chosen: Preferences): Promise<boolean> {
  const registration = canPush() ? await activeWorker() : undefined;
  if (!registration) return false;
  const held = await registration.pushManager.getSubscription();
  if (!chosen.isOn || !chosen.isPushed) {
    if (held) await end(held);
    return false;
  }
  const { applicationKey } = (await ask('Get', {})) as Given;
  const subscription = await subscribed(registration, held, applicationKey);
  const { endpoint, keys } = subscription.toJSON();
  await ask('Subscribe', {
    subscription: {
      endpoint,
      ...keys,
      hideText: !chosen.showsText,
      noContacts: !chosen.tellsRequests,
      noMoments: !chosen.tellsMoments,
      language: document.documentElement.lang,
    },
  });
  return true;
}

/** It may just be installing; where the browser forbids it there is none. */
async function activeWorker(): Promise<ServiceWorkerRegistration | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  return await Promise.race([navigator.serviceWorker.ready, late]);
}

/** The one that is held, unless the server has another key by now. */
async function subscribed(
  { pushManager }: ServiceWorkerRegistration,
  held: PushSubscription | null,
  applicationKey: string,
): Promise<PushSubscription> {
  if (held && keyOf(held) === applicationKey) return held;
  await held?.unsubscribe();
  return await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: applicationKey,
  });
}

async function end(held: PushSubscription): Promise<void> {
  await held.unsubscribe();
  await ask('Unsubscribe', {});
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function ask(op: 'Get' | 'Subscribe' | 'Unsubscribe', args: object): Promise<unknown> {
  const response = await fetch(`/hubbub.v1.PushService/${op}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  if (!response.ok) throw new Error(`push: ${response.status}`);
  return await response.json();
}
