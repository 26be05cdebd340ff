import { walk } from './screens.ts';

walk(1440, 'zh');
