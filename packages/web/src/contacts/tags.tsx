import type { Contact } from '@hubbub/protocol';
import { useId, type FormEvent } from 'react';
import { Problem, textOf } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useRelations } from '../state/use-contacts.ts';
import { t } from '../strings.ts';
import { setTags } from '../actions/contacts.ts';

export function Tags({ contact: { user, tags } }: { contact: Contact }) {
  const client = useClient();
  const task = useTask();
  const id = useId();
  const others = useRelations().tags.filter((tag) => !tags.includes(tag));
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const tag = textOf(new FormData(form), 'tag').trim();
    if (!tag) return;
    task.run(async () => {
      await setTags(client, user, [...tags, tag]);
      form.reset();
    });
  };
  const take = (tag: string) => () => {
    const left = tags.filter((one) => one !== tag);
    task.run(() => setTags(client, user, left));
  };
  return (
    <div className="setting setting-tags">
      <label htmlFor={id}>{t('contact.tags')}</label>
      {tags.length > 0 && (
        <ul className="chips">
          {tags.map((tag) => (
            <li key={tag} className="chip chip-plain">
              <bdi>{tag}</bdi>
              <button
                type="button"
                className="chip-remove"
                aria-label={t('contact.removeTag', { tag })}
                onClick={take(tag)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="tag-form">
        <input
          id={id}
          name="tag"
          className="input"
          maxLength={20}
          autoComplete="off"
          list={`${id}known`}
          placeholder={t('contact.newTag')}
        />
        <datalist id={`${id}known`}>
          {others.map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </datalist>
        <button type="submit" className="button" disabled={task.busy}>
          {t('contact.addTag')}
        </button>
      </form>
      <Problem text={task.problem} />
    </div>
  );
}
