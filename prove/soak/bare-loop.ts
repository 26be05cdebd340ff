// An event loop with nothing to do, beside the server and measured in the same way: what it lags, the machine lags. A line on
// standard input is answered with the 99th percentile of the delay since the last one, in milliseconds.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const lag = monitorEventLoopDelay({ resolution: 20 });
lag.enable();
process.stdin.on('data', () => {
  process.stdout.write(`${lag.percentile(99) / 1e6}\n`);
  lag.reset();
});
process.stdin.on('end', () => process.exit());
