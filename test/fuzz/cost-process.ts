// By itself: in a process that did other things before, its heap and its threads would count as a message's CPU.
// Argument: the operations, as JSON; without, all. Prints what each message of theirs costs.
import { costs } from '../../fuzz/cost/cost.ts';

const [ops] = process.argv.slice(2);
const asked = ops === undefined ? undefined : (JSON.parse(ops) as Parameters<typeof costs>[0]);
console.log(JSON.stringify(await costs(asked)));
