import { useRef } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';

export function AttachButton({ add }: { add: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className="attach-button">
      <button
        type="button"
        className="icon-button"
        aria-label={t('attachment.add')}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          add([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}
