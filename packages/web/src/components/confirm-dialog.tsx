import { Dialog } from './dialog.tsx';
import { DialogActions, Problem } from './form.tsx';
import { useTask } from './use-task.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** Named after what it does, not "OK". */
  readonly action: string;
  readonly run: () => Promise<void>;
  readonly close: () => void;
}

export function ConfirmDialog({ title, text, action, run, close }: ConfirmDialogProps) {
  const task = useTask();
  return (
    <Dialog title={title} close={close}>
      <p>{text}</p>
      <Problem text={task.problem} />
      <DialogActions close={close}>
        <button
          type="button"
          className="button button-danger"
          // Not disabled, which would lose the focus to a dialog that asks for a proof in between.
          aria-disabled={task.busy}
          onClick={() => task.run(run)}
        >
          {action}
        </button>
      </DialogActions>
    </Dialog>
  );
}
