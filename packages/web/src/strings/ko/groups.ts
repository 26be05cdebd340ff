import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'groups.onlyStaff': '여기에는 일부 멤버만 글을 쓸 수 있습니다.',
  'groups.mutedUntil': '{time}까지 글을 쓸 수 없습니다.',
  'groups.announcement': '공지',
  'groups.announcedBy': '{name}, {time}',
  'notice.announced': '{name} 님이 공지했습니다: {title}',
  'notice.picture': '{name} 님이 사진을 변경했습니다',
  'notice.about': '{name} 님이 소개를 변경했습니다',
  'notice.rights': '{name} 님이 권한을 변경했습니다',
  'notice.onlyStaff': '{name} 님이 관리자만 글을 쓸 수 있게 했습니다',
  'notice.onlyOwner': '{name} 님이 소유자만 글을 쓸 수 있게 했습니다',
  'notice.everybody': '{name} 님이 모두 글을 쓸 수 있게 했습니다',
  'notice.joinedByLink': '{name} 님이 링크로 참여했습니다',
  'notice.addedMany': '{name} 님이 {names} 외 {count}명을 추가했습니다',
  'error.MUTED': '지금은 여기에서 메시지를 보낼 수 없습니다.',
  'error.REVOKED': '더 이상 사용할 수 없는 링크입니다.',
  'error.EXPIRED': '만료된 링크입니다.',
  'error.USED_UP': '사용 횟수를 모두 채운 링크입니다.',
  'error.DECLINED': '얼마 전에 거절되었습니다. 내일 다시 요청해 보세요.',
};
