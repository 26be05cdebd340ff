import type { status as english } from '../en/status.ts';
import type { Translation } from '../translation.ts';

export const status: Translation<typeof english> = {
  'status.title': '我的状态',
  'status.emoji': '表情',
  'status.text': '你在做什么？',
  'status.placeholder': '会议中',
  'status.ends': '结束时间',
  'status.endsHint': '到时自动清除。',
  'status.minutes30': '30 分钟后',
  'status.hour': '1 小时后',
  'status.hours4': '4 小时后',
  'status.day': '24 小时后',
  'status.stays': '手动清除',
  'status.clear': '清除状态',
  'status.set': '设置',
};
