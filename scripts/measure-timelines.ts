// What a post to many friends costs, written to every timeline or gathered when somebody reads. Prints the figures of
// docs/adr/0016-timelines-are-written.md. Run: `bun scripts/measure-timelines.ts [friends]`.
import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const friends = Number(process.argv[2] ?? 500);
const postsEach = 200;
const pages = 2_000;
const folder = mkdtempSync(join(tmpdir(), 'hubbub-measure-'));
const db = new Database(join(folder, 'timelines.db'));
db.run('pragma journal_mode = wal');
db.run('pragma synchronous = full');
db.run(
  'create table friend (user integer, other integer, primary key (user, other)) without rowid',
);
db.run(
  'create table moment (id integer primary key, author integer, at integer, content blob) strict',
);
db.run('create index moment_by_author on moment (author, at, id)');
db.run(
  'create table timeline (user integer, at integer, moment integer, primary key (user, at, moment)) without rowid',
);
db.run('create index timeline_by_moment on timeline (moment)');

// One circle: everybody is everybody's friend, and reads what all the others post.
const content = new Uint8Array(200);
const insertFriend = db.query('insert into friend values (?, ?)');
const insertMoment = db.query('insert into moment values (?, ?, ?, ?)');
const insertRow = db.query('insert into timeline select other, ?, ? from friend where user = ?');
db.transaction(() => {
  for (let user = 1; user <= friends; user += 1)
    for (let other = 1; other <= friends; other += 1)
      if (user !== other) insertFriend.run(user, other);
  for (let id = 1; id <= postsEach * 20; id += 1)
    insertMoment.run(id, 1 + (id % friends), id, content);
})();
const first = postsEach * 20 + 1;

const plain = measure(postsEach, (i) => {
  db.transaction(() => insertMoment.run(first + i, 1 + (i % friends), first + i, content))();
});
const filled = measure(postsEach, (i) => {
  const id = first + postsEach + i;
  db.transaction(() => insertMoment.run(id, 1 + (i % friends), id, content))();
  db.transaction(() => insertRow.run(id, id, 1 + (i % friends)))();
});
for (let id = 1; id < first; id += 1) insertRow.run(id, id, 1 + (id % friends));

const written = db.query(
  'select m.* from timeline t join moment m on m.id = t.moment where t.user = ? order by t.at desc, t.moment desc limit 20',
);
const gathered = db.query(
  `select m.* from friend f join moment m on m.author = f.other where f.user = ? order by m.at desc, m.id desc limit 20`,
);
const readWritten = measure(pages, (i) => void written.all(1 + (i % friends)));
const readGathered = measure(pages / 10, (i) => void gathered.all(1 + (i % friends)));
const gain = readGathered - readWritten;
console.log(`${friends} friends, ${first - 1 + postsEach * 2} moments; microseconds each`);
console.log(`post alone ${us(plain)}, with its timelines ${us(filled)}`);
console.log(`page of 20: written ${us(readWritten)}, gathered ${us(readGathered)}`);
console.log(`written pays from ${((filled - plain) / gain).toFixed(2)} pages read per post`);
db.close();
rmSync(folder, { recursive: true, force: true });

function measure(times: number, act: (i: number) => void): number {
  const begun = process.cpuUsage();
  for (let i = 0; i < times; i += 1) act(i);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / times;
}

function us(value: number): string {
  return value.toFixed(0);
}
