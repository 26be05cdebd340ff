import { CreateGroupDialog } from '../components/create-group-dialog.tsx';
import { CreateRoomDialog } from '../components/create-room-dialog.tsx';
import { DirectDialog } from '../components/direct-dialog.tsx';

export type DialogName = 'create' | 'group' | 'direct';

const dialogs = {
  create: CreateRoomDialog,
  group: CreateGroupDialog,
  direct: DirectDialog,
} as const;

export default function DialogHost({ name, close }: { name: DialogName; close: () => void }) {
  const Chosen = dialogs[name];
  return <Chosen close={close} />;
}
