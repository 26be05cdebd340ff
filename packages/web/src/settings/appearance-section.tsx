import { AppearanceChoice } from '../components/appearance-choice.tsx';
import { LanguagePicker } from '../components/language-picker.tsx';
import { t } from '../strings.ts';
import { Card, SectionFrame } from './section.tsx';

export function AppearanceSection() {
  return (
    <SectionFrame title={t('appearance.label')} intro={t('settings.appearanceIntro')}>
      <Card title={t('settings.colours')}>
        <AppearanceChoice />
      </Card>
      <Card title={t('language.label')}>
        <LanguagePicker />
      </Card>
    </SectionFrame>
  );
}
