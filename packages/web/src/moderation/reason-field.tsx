import { Field } from '../components/form.tsx';
import { t } from '../strings.ts';

/** Why: read by those who keep order, never by the one it is done to. */
export function ReasonField() {
  return (
    <Field
      label={t('moderation.reason')}
      hint={t('moderation.reasonHint')}
      name="reason"
      maxLength={200}
      autoComplete="off"
    />
  );
}
