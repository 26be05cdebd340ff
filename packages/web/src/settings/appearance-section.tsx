import { AppearanceChoice } from '../components/appearance-choice.tsx';
import { t } from '../strings.ts';
import { Card, SectionFrame } from './section.tsx';

export function AppearanceSection() {
  return (
    <SectionFrame title={t('appearance.label')} intro={t('settings.appearanceIntro')}>
      <Card>
        <AppearanceChoice />
      </Card>
    </SectionFrame>
  );
}
