// What a room or group is, on top of its panel, and what one may do with it as a whole. The server decides; this only does not
// offer what it would refuse.
import type { ConversationView } from '@hubbub/client';
import { Conversation_Kind as Kind, hasRight, Member_Role as Role } from '@hubbub/protocol';
import { useState } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { AuditDialog } from '../moderation/audit-dialog.tsx';
import { BansDialog } from '../moderation/bans-dialog.tsx';
import { useFace } from '../state/conversation-title.ts';
import { useOwnRole } from '../state/use-voice.ts';
import { useWaiting } from '../state/use-waiting.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { AnnounceDialog } from './announce-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { InvitesDialog } from './invites-dialog.tsx';
import { RequestsDialog } from './requests-dialog.tsx';
import { RightsDialog } from './rights-dialog.tsx';
import '../style/groups.css';

const dialogs = {
  edit: EditDialog,
  announce: AnnounceDialog,
  rights: RightsDialog,
  invites: InvitesDialog,
  requests: RequestsDialog,
  bans: BansDialog,
  audit: AuditDialog,
} as const;

export default function GroupSection({ view }: { view: ConversationView }) {
  const { conversation } = view;
  const { id, kind, about, rights } = conversation;
  const { title } = useFace()(conversation);
  const role = useOwnRole(view);
  const waiting = useWaiting(id);
  const [open, setOpen] = useState<keyof typeof dialogs>();
  const standing = { kind, role, rights };
  const isStaff = role >= Role.ADMIN;
  const isGroup = kind === Kind.GROUP;
  const Opened = open && dialogs[open];
  return (
    <section className="group-section">
      <div className="group-cover">
        <Avatar id={id} name={title} size="huge" room={!isGroup} picture={conversation.picture} />
        <h3 className="group-title">
          <bdi>{title}</bdi>
        </h3>
        {about && (
          <p className="group-about" dir="auto">
            {about}
          </p>
        )}
      </div>
      <div className="group-acts">
        {isGroup && isStaff && waiting > 0 && (
          <Act
            icon="bell"
            text={t('groups.requests', { count: waiting })}
            run={() => setOpen('requests')}
          />
        )}
        {isGroup && hasRight('invite', standing) && (
          <Act icon="link" text={t('groups.invites')} run={() => setOpen('invites')} />
        )}
        {isStaff && <Act icon="info" text={t('groups.announce')} run={() => setOpen('announce')} />}
        {hasRight('change', standing) && (
          <Act icon="edit" text={t('groups.edit')} run={() => setOpen('edit')} />
        )}
        {isStaff && <Act icon="shield" text={t('groups.rights')} run={() => setOpen('rights')} />}
        {isStaff && <Act icon="block" text={t('moderation.bans')} run={() => setOpen('bans')} />}
        {isStaff && <Act icon="flag" text={t('moderation.audit')} run={() => setOpen('audit')} />}
      </div>
      {Opened && <Opened conversation={conversation} close={() => setOpen(undefined)} />}
    </section>
  );
}

interface ActProps {
  readonly icon: IconName;
  readonly text: string;
  readonly run: () => void;
}

function Act({ icon, text, run }: ActProps) {
  return (
    <button type="button" className="button" onClick={run}>
      <Icon name={icon} />
      {text}
    </button>
  );
}
