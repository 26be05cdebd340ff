export { default } from '../../../examples/games/eights.ts';
