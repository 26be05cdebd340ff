import type { app as english } from '../en/app.ts';
import type { Translation } from '../translation.ts';

export const app: Translation<typeof english> = {
  'app.name': 'Hubbub',
  'app.starting': '연결하는 중…',
  'app.loading': '불러오는 중…',
  'app.loadFailed': '화면을 불러올 수 없어요',
  'app.loadFailedHint': '연결이 끊겼거나 새 버전이 나왔어요.',
  'app.reload': '새로고침',
  'app.back': '뒤로',

  'tab.label': 'Hubbub',
  'tab.chats': '대화',
  'tab.chatsNews': '읽지 않은 대화 {count}개',
  'tab.contacts': '친구',
  'tab.contactsNews': '친구 요청 {count}개',
  'tab.moments': '모먼트',
  'tab.momentsNews': '알림 {count}개',
  'tab.momentsNew': '새 모먼트',
  'tab.games': '게임',
  'tab.gamesNews': '내 차례를 기다리는 게임 {count}개',

  'appearance.label': '화면 테마',
  'appearance.system': '시스템',
  'appearance.light': '라이트',
  'appearance.dark': '다크',

  'language.label': '언어',

  'status.offline': '연결이 끊겼어요. 작성한 내용은 보관했다가 다시 연결되면 보낼게요.',
  'status.connecting': '다시 연결하는 중… 작성한 내용은 연결되면 보낼게요.',

  'dialog.cancel': '취소',
  'dialog.close': '닫기',

  'user.deleted': '탈퇴한 사용자',
  'user.unknown': '알 수 없음',
  'user.you': '회원',
  'keys.title': '키보드 단축키',
};
