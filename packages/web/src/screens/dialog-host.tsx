import { CreateGroupDialog } from '../components/create-group-dialog.tsx';
import { CreateRoomDialog } from '../components/create-room-dialog.tsx';
import { DevicesDialog } from '../components/devices-dialog.tsx';
import { DirectDialog } from '../components/direct-dialog.tsx';

export type DialogName = 'create' | 'group' | 'direct' | 'devices';

const dialogs = {
  create: CreateRoomDialog,
  group: CreateGroupDialog,
  direct: DirectDialog,
  devices: DevicesDialog,
} as const;

export function DialogHost({ name, close }: { name: DialogName; close: () => void }) {
  const Chosen = dialogs[name];
  return <Chosen close={close} />;
}
