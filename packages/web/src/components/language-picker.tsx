import { setLanguage, useLanguage } from '../state/language.ts';
import { languageCodes, languages } from '../strings/languages.ts';
import { t } from '../strings.ts';
import { Problem } from './form.tsx';
import { Icon } from './icon.tsx';
import { useTask } from './use-task.ts';

/** Every language by its own name: who does not read the one that is shown finds theirs. */
export function LanguagePicker() {
  const shown = useLanguage();
  const task = useTask();
  return (
    <>
      <label className="language-picker">
        <Icon name="globe" />
        <span className="only-read">{t('language.label')}</span>
        <select
          value={shown}
          onChange={({ currentTarget: { value } }) => {
            const code = languageCodes.find((one) => one === value);
            if (code) task.run(() => setLanguage(code));
          }}
        >
          {languageCodes.map((code) => (
            <option key={code} value={code} lang={languages[code].tag}>
              {languages[code].name}
            </option>
          ))}
        </select>
      </label>
      <Problem text={task.problem} />
    </>
  );
}
