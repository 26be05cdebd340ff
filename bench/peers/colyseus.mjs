// Colyseus as its documentation says: a room class with a schema, a simulation at 20 ticks a second, patches as often.
// Rooms hold eight; the generator asks for each by its number.
import { createServer } from 'node:http';
import { Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';

const entities = 40;
const changing = 4;

const Entity = schema({ x: t.float32(), y: t.float32(), hp: t.uint8(), kind: t.uint8() }, 'Entity');
const State = schema({ entities: t.array(Entity) }, 'State');

class Bench extends Room {
  maxClients = 8;
  patchRate = 50;
  state = new State();
  tick = 0;

  onCreate() {
    for (let i = 0; i < entities; i += 1) {
      const entity = new Entity();
      Object.assign(entity, { x: 0, y: 0, hp: 100, kind: i % 4 });
      this.state.entities.push(entity);
    }
    this.setFixedTimestep(() => this.advance(), 20);
  }

  advance() {
    this.tick += 1;
    for (let i = 0; i < changing; i += 1) {
      const entity = this.state.entities[(this.tick * changing + i) % entities];
      entity.x = this.tick / 4;
      entity.y = this.tick / 2;
    }
  }
}

const http = createServer();
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false });
server.define('bench', Bench).filterBy(['table']);
await server.listen(0, '127.0.0.1');
console.log(`listening ${http.address().port}`);
