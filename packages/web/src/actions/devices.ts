import type { Client } from '@hubbub/client';
import type { Device } from '@hubbub/protocol';

export async function listDevices(client: Client): Promise<readonly Device[]> {
  return (await client.call('device.list', {})).devices;
}

export async function revokeDevice(client: Client, device: string): Promise<void> {
  await client.call('device.revoke', { device });
}
