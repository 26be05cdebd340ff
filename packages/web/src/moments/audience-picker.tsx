import { Audience_Kind } from '@hubbub/protocol';
import { useRelations } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { compareNames } from '../format/list.ts';
import { isChosen, isNamed, toggled, type Chosen } from './audience.ts';

const kinds = [
  [Audience_Kind.FRIENDS, 'moment.audience.FRIENDS'],
  [Audience_Kind.ONLY_ME, 'moment.audience.ONLY_ME'],
  [Audience_Kind.ONLY, 'moment.audience.ONLY'],
  [Audience_Kind.EXCEPT, 'moment.audience.EXCEPT'],
] as const;

interface AudiencePickerProps {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

export function AudiencePicker({ chosen, choose }: AudiencePickerProps) {
  return (
    <fieldset className="audience">
      <legend>{t('moment.audience')}</legend>
      <div className="audience-kinds">
        {kinds.map(([kind, label]) => (
          <label key={kind} className="choice">
            <input
              type="radio"
              name="audience"
              checked={chosen.kind === kind}
              onChange={() => choose({ ...chosen, kind })}
            />
            {t(label)}
          </label>
        ))}
      </div>
      {isNamed(chosen) && <Named chosen={chosen} choose={choose} />}
    </fieldset>
  );
}

function Named({ chosen, choose }: AudiencePickerProps) {
  const { friends, tags } = useRelations();
  const { name } = useNames();
  const sorted = friends.toSorted((a, b) => compareNames(name(a.user), name(b.user)));
  if (friends.length === 0) return <p className="hint">{t('moment.noContacts')}</p>;
  return (
    <div className="audience-named">
      {tags.length > 0 && (
        <fieldset className="choices">
          <legend className="hint">{t('moment.audienceTags')}</legend>
          {tags.map((tag) => (
            <label key={tag} className="choice">
              <input
                type="checkbox"
                checked={chosen.tags.includes(tag)}
                onChange={() => choose({ ...chosen, tags: toggled(chosen.tags, tag) })}
              />
              <bdi>{tag}</bdi>
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className="choices">
        <legend className="hint">{t('moment.audiencePeople')}</legend>
        {sorted.map(({ user }) => (
          <label key={user} className="choice">
            <input
              type="checkbox"
              checked={chosen.users.includes(user)}
              onChange={() => choose({ ...chosen, users: toggled(chosen.users, user) })}
            />
            <bdi>{name(user)}</bdi>
          </label>
        ))}
      </fieldset>
      {!isChosen(chosen) && <p className="hint">{t('moment.audienceNobody')}</p>}
    </div>
  );
}
