// Who may do what. A right above one's own role is shown and cannot be moved.
import {
  Conversation_Kind as Kind,
  leastRole,
  Member_Role as Role,
  ownRights,
  type Conversation,
  type OwnRight,
} from '@hubbub/protocol';
import { useId, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useConversation } from '../state/use-client-state.ts';
import { useOwnRole } from '../state/use-voice.ts';
import { t } from '../strings.ts';

interface RightsDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

const roles = [Role.MEMBER, Role.ADMIN, Role.OWNER] as const;

export function RightsDialog({ conversation, close }: RightsDialogProps) {
  const client = useClient();
  const task = useTask();
  const view = useConversation(conversation.id);
  const isGroup = conversation.kind === Kind.GROUP;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const rights = Object.fromEntries(
      ownRights.map((right) => [right, Number(textOf(form, right)) as Role]),
    );
    const showsPast = form.get('showsPast') !== null;
    task.run(async () => {
      await client.call('conversation.setRights', {
        conversation: conversation.id,
        rights,
        showsPast,
      });
      close();
    });
  };
  if (view === undefined) return null;
  return (
    <Dialog title={t('groups.rights')} close={close}>
      <form onSubmit={submit}>
        {ownRights
          .filter((right) => isGroup || right !== 'invite')
          .map((right) => (
            <Choice key={right} right={right} view={view} />
          ))}
        <label className="choice">
          <input type="checkbox" name="showsPast" defaultChecked={conversation.showsPast} />
          {t('groups.showsPast')}
        </label>
        <p className="hint">{t('groups.showsPastHint')}</p>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('rename.save')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly right: OwnRight;
  readonly view: NonNullable<ReturnType<typeof useConversation>>;
}

function Choice({ right, view }: ChoiceProps) {
  const id = useId();
  const own = useOwnRole(view);
  const least = leastRole(right, view.conversation) ?? Role.ADMIN;
  return (
    <div className="field right-field">
      <label htmlFor={id}>{t(`groups.right.${right}`)}</label>
      <select id={id} className="input" name={right} defaultValue={least} disabled={least > own}>
        {roles.map((role) => (
          <option key={role} value={role} disabled={role > own}>
            {t(`groups.least.${role}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
