import { useClient } from '../state/app-state.ts';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { mute } from './actions.ts';

interface MuteDialogProps {
  readonly conversation: string;
  readonly user: string;
  readonly name: string;
  readonly close: () => void;
}

const hour = 60 * 60;
/** The last one is as good as for ever. */
const spans = { tenMinutes: 600, hour, day: 24 * hour, week: 7 * 24 * hour, ever: 315_360_000 };

export default function MuteDialog({ conversation, user, name, close }: MuteDialogProps) {
  const client = useClient();
  const task = useTask();
  const run = (seconds: number) =>
    task.run(async () => {
      await mute(client, { conversation, user }, seconds);
      close();
    });
  return (
    <Dialog title={t('groups.muteTitle', { name })} close={close}>
      <p className="hint">{t('groups.muteHint')}</p>
      <div className="member-acts">
        {Object.entries(spans).map(([span, seconds]) => (
          <button
            key={span}
            type="button"
            className="button"
            disabled={task.busy}
            onClick={() => run(seconds)}
          >
            {t(`groups.span.${span as keyof typeof spans}`)}
          </button>
        ))}
      </div>
      <Problem text={task.problem} />
    </Dialog>
  );
}
