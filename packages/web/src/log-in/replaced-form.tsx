// This browser's login was ended by one on another device. Going on here is a log-in like any other, unless another tab has logged
// in meanwhile.
import { useEffect, type FormEvent } from 'react';
import { Told } from '../actions/failure.ts';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import '../settings/texts.ts';
import { t } from '../strings.ts';
import type { WayProps } from './way.ts';

export default function ReplacedForm({ enter, back }: WayProps) {
  const task = useTask();
  const title = t('ways.replacedTitle');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    task.run(async () => {
      await enter(async () => undefined).catch((error: unknown) => {
        if (error instanceof Told) throw error;
        back();
      });
    });
  };
  return (
    <form onSubmit={submit} aria-label={title}>
      <div role="alert">
        <h2 className="log-in-title">{title}</h2>
        <p className="log-in-text">{t('ways.replacedText')}</p>
      </div>
      <Problem text={task.problem} />
      <button type="submit" className="button button-main" disabled={task.busy}>
        {task.busy ? t('account.working') : t('ways.replacedAction')}
      </button>
    </form>
  );
}
