import type { Client } from '@hubbub/client';
import type { Device } from '@hubbub/protocol';

export async function listDevices(client: Client): Promise<readonly Device[]> {
  return (await client.call('device.list', {})).devices;
}

export async function revokeDevice(client: Client, device: string): Promise<void> {
  await client.call('device.revoke', { device });
}

/** Of whatever is logged in now, also what came after the list was read. */
export async function revokeOthers(client: Client): Promise<void> {
  for (const { id, current } of await listDevices(client))
    if (!current) await revokeDevice(client, id);
}

export async function renameDevice(client: Client, device: string, name: string): Promise<void> {
  await client.call('device.rename', { device, name });
}
