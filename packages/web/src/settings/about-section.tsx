import { license, version } from '../../package.json';
import { t } from '../strings.ts';
import { libraries } from './libraries.ts';
import { Card, SectionFrame } from './section.tsx';

export function AboutSection() {
  return (
    <SectionFrame title={t('about.title')}>
      <Card>
        <div className="about-head">
          <img src="/favicon.svg" alt="" width="48" height="48" />
          <div>
            <p className="about-name">{t('app.name')}</p>
            <p className="quiet">{t('about.version', { version })}</p>
          </div>
        </div>
        <dl className="facts">
          <dt>{t('about.server')}</dt>
          <dd>
            <a href={location.origin}>{location.host}</a>
          </dd>
          <dt>{t('about.licence')}</dt>
          <dd>{license}</dd>
        </dl>
      </Card>
      <Card title={t('about.libraries')}>
        <p className="card-text">{t('about.librariesText')}</p>
        <dl className="facts">
          {Object.entries(libraries).map(([name, licence]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{licence}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </SectionFrame>
  );
}
