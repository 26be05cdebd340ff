import type { notifications as english } from '../en/notifications.ts';
import type { Translation } from '../translation.ts';

export const notifications: Translation<typeof english> = {
  'notify.hintLabel': '알림',
  'notify.hint': '다른 일을 하는 동안에도 새 메시지를 알려 드릴까요?',
  'notify.turnOn': '켜기',
  'notify.notNow': '나중에',
  'notify.about': '이 기기에만 적용됩니다.',
  'notify.on': '새 메시지 알림',
  'notify.showsText': '메시지 내용 표시',
  'notify.hasSound': '짧은 소리 재생',
  'notify.unable': '이 브라우저에서는 사용할 수 없습니다. https로 시작하는 주소가 필요합니다.',
  'notify.denied':
    '브라우저가 이 페이지의 알림을 차단했습니다. 먼저 브라우저 설정에서 허용해 주세요.',
  'notify.title': '{title}의 {name}',
  'notify.whisper': '{name} 님의 귓속말',
  'notify.hidden': { other: '새 메시지 {count}개' },
  'update.ready': 'Hubbub의 새 버전이 있습니다.',
  'update.reload': '새로고침',
  'update.later': '나중에',
};
