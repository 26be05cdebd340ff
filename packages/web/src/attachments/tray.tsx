import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { TextDialog } from '../components/text-dialog.tsx';
import { formatBytes } from '../format/bytes.ts';
import { perLocale, t } from '../strings.ts';
import './texts.ts';
import '../style/attachments.css';
import type { Attached, Attachments } from './use-attachments.ts';

const percent = perLocale(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
);

/** What is about to be sent: how far each is, the way to take it out, to try again, to describe it. */
export default function Tray({ attachments }: { attachments: Attachments }) {
  const { all, problem, remove, retry, describe } = attachments;
  const [described, setDescribed] = useState<number>();
  const chosen = all.find(({ key }) => key === described);
  return (
    <section className="tray">
      <ul className="attached" aria-label={t('attachment.list')}>
        {all.map((one) => (
          <li key={one.key} className={`attached-one ${one.url ? '' : 'attached-file'}`}>
            {one.url ? (
              <img src={one.url} alt={one.alt || one.file.name} />
            ) : (
              <FileFace file={one.file} />
            )}
            <Progress of={one} />
            {one.url && one.media && (
              <button
                type="button"
                className="attached-alt"
                aria-label={t('attachment.describe', { name: one.file.name })}
                aria-pressed={one.alt !== ''}
                onClick={() => setDescribed(one.key)}
              >
                {t('attachment.alt')}
              </button>
            )}
            <button
              type="button"
              className="attached-remove"
              aria-label={t('attachment.remove', { name: one.file.name })}
              onClick={() => remove(one.key)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {all.map(
        ({ key, file, failed }) =>
          failed && (
            <p key={key} role="alert" className="attached-problem">
              {t('attachment.failed', { name: file.name, reason: failed })}{' '}
              <button type="button" className="link-button" onClick={() => retry(key)}>
                {t('attachment.retry')}
              </button>
            </p>
          ),
      )}
      {problem && (
        <p role="alert" className="attached-problem">
          {problem}
        </p>
      )}
      {chosen && (
        <TextDialog
          title={t('attachment.describeTitle')}
          label={t('attachment.describeLabel')}
          action={t('attachment.describeSave')}
          input={{ defaultValue: chosen.alt, maxLength: 1000, required: false }}
          run={async (alt) => {
            describe(chosen.key, alt);
            setDescribed(undefined);
          }}
          close={() => setDescribed(undefined)}
        />
      )}
    </section>
  );
}

function FileFace({ file: { name, size } }: { file: File }) {
  return (
    <>
      <bdi>{name}</bdi>
      <span className="file-size">{formatBytes(size)}</span>
    </>
  );
}

function Progress({ of: { file, media, failed, progress } }: { of: Attached }) {
  if (media !== undefined || failed !== undefined) return null;
  const values = { name: file.name, percent: percent().format(progress) };
  return <progress max={1} value={progress} aria-label={t('attachment.uploading', values)} />;
}
