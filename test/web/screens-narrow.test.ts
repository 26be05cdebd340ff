import { walk } from './screens.ts';

walk(390, 'en');
