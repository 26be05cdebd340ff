// One server, hours of everything at once, and what became of it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Device, type Run } from '../device.ts';
import { Log } from '../log.ts';
import { gather } from '../people.ts';
import { Random } from '../random.ts';
import { Stage } from '../stage.ts';
import { json, overWebSocket, type Style } from '../style.ts';
import { binary } from './binary.ts';
import { Courier, type Bearer } from './courier.ts';
import type { Options } from './options.ts';
import { look, metricsOf } from './sample.ts';
import { Sampler } from './sampler.ts';
import { Reader, Unrest, type Slow } from './unrest.ts';

const devicesOfUser = 2;
/** The mean of what a device does in one burst. */
const burst = 2.5;
const restMs = 120_000;
const lookMs = 50;
const leaveMs = 10_000;

/** What is known when the server has ended. */
export interface Soaked {
  readonly sampler: Sampler;
  readonly unrest: Unrest;
  readonly courier: Courier;
  readonly seconds: number;
  readonly handlesBefore: number;
  readonly handlesAfter: number;
  readonly socketsAfter: number;
  /** Of a server that was asked to end. */
  readonly exitCode: number | undefined;
  /** Its standard error. */
  readonly said: string;
}

export class Soak {
  private readonly random: Random;
  private readonly run: Run;
  private readonly stage: Stage;
  private readonly courier: Courier;
  private readonly unrest: Unrest;
  private readonly slow: Slow[] = [];
  private isEnding = false;

  constructor(
    private readonly folder: string,
    private readonly options: Options,
  ) {
    const { seed, devices, rate, plants } = options;
    this.random = new Random(seed);
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    const log = new Log(join(folder, 'log.jsonl'));
    log.line('run', { proof: 'soak', ...options });
    const paceMs = (devices * burst * 1000) / rate;
    this.run = { log, url: undefined, isWriting: true, isOver: false, acked: 0, paceMs, lookMs };
    const flags = { 'log-file': join(folder, 'server.log') };
    const setup = { folder: data, database: undefined, preloads: plants, flags };
    this.stage = new Stage(setup, this.run, this.random);
    this.courier = new Courier(this.random.fork(), () => this.isEnding);
    this.unrest = new Unrest(this.random.fork(), () => this.isEnding);
  }

  async soak(): Promise<Soaked> {
    const { run, options, stage } = this;
    const server = await stage.start();
    const { pid, url } = server;
    try {
      const bearers = await this.enter(url);
      const devices = (stage.devices = bearers.map(({ device }) => device));
      const handlesBefore = look(pid)?.handles ?? 0;
      const watch = { serverLog: this.path('server.log'), file: this.path('samples.jsonl') };
      const sampler = new Sampler({ pid, url, ...watch, acked: () => run.acked });
      const began = performance.now();
      const sampling = sampler.run(options.every * 1000);
      const lives = Promise.all(devices.map((device) => device.live()));
      const troubles = Promise.all([
        this.unrest.reconnect(
          devices.filter((one) => !this.isSlow(one)),
          options.connects,
        ),
        this.unrest.stall(this.slow, options.stallEvery * 1000),
        this.courier.work(url, bearers, options.uploads),
      ]);
      const end = began + options.hours * 3_600_000;
      while (performance.now() < end && !sampler.isGone) await Bun.sleep(100);
      const seconds = (performance.now() - began) / 1000;
      this.isEnding = true;
      await troubles;
      if (!sampler.isGone) await this.rest();
      run.isOver = true;
      await lives;
      const after = await this.leave(pid, url, handlesBefore + options.handles);
      sampler.stop();
      await sampling;
      const exitCode = await stage.end('SIGTERM');
      const said = await server.said;
      const { unrest, courier } = this;
      return { sampler, unrest, courier, seconds, handlesBefore, ...after, exitCode, said };
    } finally {
      this.isEnding = run.isOver = true;
      await stage.end('SIGKILL');
      await run.log.close();
    }
  }

  private isSlow(device: Device): boolean {
    return this.slow.some((one) => one.device === device);
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private async enter(url: string): Promise<readonly Bearer[]> {
    const people = await gather(url, Math.ceil(this.options.devices / devicesOfUser));
    const users = people.map(({ user }) => user);
    const world = { users, conversations: new Set<string>(), uploads: this.courier.waiting };
    const codecs = [json, await binary()];
    return people.flatMap(({ user, token }, i) =>
      Array.from({ length: devicesOfUser }, (_, j) => {
        const codec = codecs[j % codecs.length] ?? json;
        // Both codecs in turn, of each fifth user.
        const reader = i % 5 === 0 && j === Math.floor(i / 5) % 2 ? new Reader(codec) : undefined;
        const style: Style = reader?.style ?? overWebSocket(codec);
        const doer = { name: `${i}.${j}`, user, world, random: this.random.fork(), style };
        const device = new Device(doer, token, this.run);
        if (reader) this.slow.push({ device, reader });
        return { device, token };
      }),
    );
  }

  /** As in proofs: by what it hears each device has to come to where the server is. */
  private async rest(): Promise<void> {
    const { devices } = this.stage;
    const end = performance.now() + restMs;
    this.run.isWriting = false;
    await waitFor(() => devices.every(({ isIdle }) => isIdle), end);
    for (const device of devices) await waitFor(() => device.isAtRest(), end);
    for (const device of devices) await device.tell();
  }

  /** Nobody is there any more: what was open for them has to be closed, though not at once. */
  private async leave(pid: number, url: string, most: number) {
    const end = performance.now() + leaveMs;
    let handlesAfter = Infinity;
    let socketsAfter = Infinity;
    const isEmpty = async () => {
      const metrics = await metricsOf(url).catch(() => undefined);
      socketsAfter = metrics?.get('hubbub_sockets') ?? Infinity;
      handlesAfter = look(pid)?.handles ?? Infinity;
      return socketsAfter === 0 && handlesAfter <= most;
    };
    await waitFor(isEmpty, end);
    return { handlesAfter, socketsAfter };
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>, end: number): Promise<void> {
  while (!(await condition()) && performance.now() < end) await Bun.sleep(lookMs);
}
