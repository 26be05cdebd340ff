import type { account as english } from '../en/account.ts';
import type { Translation } from '../translation.ts';

export const account: Translation<typeof english> = {
  'account.logIn': '로그인',
  'account.signUp': '회원가입',
  'status.action': '상태 설정',
  'account.logOut': '로그아웃',
  'account.menu': '내 계정',
  'account.username': '아이디',
  'account.usernameHint': '영문자, 숫자, 점, 붙임표, 밑줄로 2~32자',
  'account.displayNameOptional': '이름 (선택)',
  'account.password': '비밀번호',
  'account.passwordHint': '8자 이상',
  'account.showPassword': '비밀번호 표시',
  'account.toSignUp': '처음이신가요?',
  'account.toLogIn': '이미 계정이 있나요?',
  'account.working': '잠시만요…',
  'account.tagline': '내 서버에서 즐기는 대화, 모멘트, 게임.',
  'account.isReset': '비밀번호를 설정했어요. 새 비밀번호로 로그인하세요.',

  'settings.title': '설정',
  'settings.guestNote': '게스트예요. 계정을 계속 쓸까요?',

  'refused.REVOKED': '로그아웃되었어요. 계속하려면 로그인하세요.',
  'refused.PASSWORD_CHANGED': '다른 기기에서 비밀번호가 변경되었어요. 계속하려면 로그인하세요.',
  'refused.DISABLED': '사용이 중지된 계정이에요. 서버 운영자에게 문의해 주세요.',
  'refused.TOKEN': '로그인이 만료되었어요. 다시 로그인하세요.',
  'refused.NOT_LOGGED_IN': '로그인이 만료되었어요. 다시 로그인하세요.',
  'refused.UNAUTHENTICATED': '로그인이 만료되었어요. 다시 로그인하세요.',
  'refused.TOO_MANY': 'Hubbub이 너무 많은 곳에 열려 있어요. 몇 개를 닫아 주세요.',
  'refused.ORIGIN': '이 페이지에서는 이 서버에 접속할 수 없어요.',
  'refused.other': '서버가 이 페이지를 받아들이지 않았어요. 새로고침해 주세요.',
  'refused.again': '다시 시도',

  'devices.name': '{system}의 {browser}',
  'devices.browser': '브라우저',
};
