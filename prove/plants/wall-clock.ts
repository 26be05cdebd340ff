// A planted fault, loaded before the server (bun --preload): what lasts is measured by the wall clock.
performance.now = () => Date.now() - performance.timeOrigin;
