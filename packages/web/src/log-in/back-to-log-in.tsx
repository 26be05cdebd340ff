import { t } from '../strings.ts';

export function BackToLogIn({ back }: { back: () => void }) {
  return (
    <p className="log-in-other">
      <button type="button" className="link-button" onClick={back}>
        {t('ways.back')}
      </button>
    </p>
  );
}
