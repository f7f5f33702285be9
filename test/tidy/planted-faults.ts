// Faults planted for lint-rules.test.ts, each with words of every message that the linter must give for it, and honest code that it must let pass.

/** A file that breaks one rule. */
export interface Plant {
  readonly promise: string
  readonly path: string
  readonly source: string
  /** Words of each message about the file. */
  readonly messages: readonly string[]
}

const ROLE = 'A role imports no other package than @evenkeel/kernel'
const KERNEL = 'The kernel imports no role'
const LAB = 'Only apps/cli imports @evenkeel/lab'
const MODEL = 'model/ is pure'
const COMMAND = 'commands/ reach the platform only through ports.ts'
const BOUNDARY = 'Import a package by its name and take what its index.ts lists'
const PLATFORM = 'The platform enters through a port'
const CLOCK = 'Time comes from the Clock port'
const TIMERS = 'Waiting goes through the Timers port'
const TRANSPORT = 'The network is the Transport port'
const RANDOM = 'Randomness comes from the Random port'
const SQL = 'SQL calls no clock and no random function'

export const importPlants: readonly Plant[] = [
  {
    promise: 'a role cannot import a role',
    path: 'packages/issuer/src/import-role.ts',
    source: `import { verify } from '@evenkeel/verifier'\n\nexport const use: unknown = verify\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot import a role for a type',
    path: 'packages/issuer/src/import-role-type.ts',
    source: `import type { Verdict } from '@evenkeel/verifier'\n\nexport type Use = Verdict\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot name a role inside a type',
    path: 'packages/issuer/src/name-role-type.ts',
    source: `export type Use = import('@evenkeel/verifier').Verdict\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot load a role when it runs',
    path: 'packages/issuer/src/load-role.ts',
    source: `export const use: Promise<unknown> = import('@evenkeel/verifier')\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot pass on what another role exports',
    path: 'packages/issuer/src/re-export-role.ts',
    source: `export { verify } from '@evenkeel/verifier'\n`,
    messages: [ROLE],
  },
  {
    promise: `a role's test cannot import another role`,
    path: 'packages/issuer/test/import-role.test.ts',
    source: `import { verify } from '@evenkeel/verifier'\n\nexport const use: unknown = verify\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot import the app that composes it',
    path: 'packages/issuer/src/import-app.ts',
    source: `import { startNode } from '@evenkeel/node'\n\nexport const use: unknown = startNode\n`,
    messages: [ROLE],
  },
  {
    promise: 'a role cannot import the lab',
    path: 'packages/ledger/src/import-lab.ts',
    source: `import { run } from '@evenkeel/lab'\n\nexport const use: unknown = run\n`,
    messages: [ROLE, LAB],
  },
  {
    promise: 'the node app cannot import the lab',
    path: 'apps/node/src/import-lab.ts',
    source: `import { run } from '@evenkeel/lab'\n\nexport const use: unknown = run\n`,
    messages: [LAB],
  },
  {
    promise: 'the kernel cannot import a role',
    path: 'packages/kernel/src/import-role.ts',
    source: `import { issue } from '@evenkeel/issuer'\n\nexport const use: unknown = issue\n`,
    messages: [KERNEL],
  },
  {
    promise: 'a model cannot import an adapter',
    path: 'packages/issuer/src/model/import-adapter.ts',
    source: `import { open } from '../adapters/open.ts'\n\nexport const use: unknown = open\n`,
    messages: [MODEL],
  },
  {
    promise: 'a model cannot import a command',
    path: 'packages/issuer/src/model/import-command.ts',
    source: `import type { Issue } from '../commands/issue.ts'\n\nexport type Use = Issue\n`,
    messages: [MODEL],
  },
  {
    promise: 'a command cannot import an adapter',
    path: 'packages/issuer/src/commands/import-adapter.ts',
    source: `import { open } from '../adapters/open.ts'\n\nexport const use: unknown = open\n`,
    messages: [COMMAND],
  },
  {
    promise: 'nobody reaches into a package by name',
    path: 'apps/node/src/deep-import.ts',
    source: `import { issue } from '@evenkeel/issuer/src/commands/issue.ts'\n\nexport const use: unknown = issue\n`,
    messages: [BOUNDARY],
  },
  {
    promise: 'nobody reaches into a package by a relative path',
    path: 'packages/issuer/src/relative-import.ts',
    source: `import { verify } from '../../verifier/src/verify.ts'\n\nexport const use: unknown = verify\n`,
    messages: [BOUNDARY],
  },
  {
    promise: 'a command cannot import the file system',
    path: 'packages/issuer/src/commands/import-platform.ts',
    source: `import { readFileSync } from 'node:fs'\n\nexport const use: unknown = readFileSync\n`,
    messages: [PLATFORM],
  },
  {
    promise: 'a command cannot import an adapter of the kernel',
    path: 'packages/issuer/src/commands/import-kernel-adapter.ts',
    source: `import { systemClock } from '@evenkeel/kernel/adapters'\n\nexport const use: unknown = systemClock\n`,
    messages: [PLATFORM],
  },
]

/** Names that reach the platform, each with words of the message that says what to use instead. */
const ambientGlobals: readonly (readonly [name: string, message: string])[] = [
  ['Date', CLOCK],
  ['Temporal', CLOCK],
  ['performance', 'Durations come from Clock.monotonicMs()'],
  ['setTimeout', TIMERS],
  ['setInterval', TIMERS],
  ['setImmediate', TIMERS],
  ['fetch', TRANSPORT],
  ['WebSocket', TRANSPORT],
  ['EventSource', TRANSPORT],
  ['crypto', RANDOM],
  ['process', 'belong to apps/'],
  ['console', 'only apps/ print'],
  ['globalThis', 'goes round the ports'],
  ['global', 'goes round the ports'],
]

export const ambientPlants: readonly Plant[] = [
  ...ambientGlobals.map(([name, message]) => ({
    promise: `the global ${name} is refused`,
    path: `packages/lab/src/use-${name.toLowerCase()}.ts`,
    source: `export const use: unknown = ${name}\n`,
    messages: [message],
  })),
  {
    promise: 'Date.now() is refused',
    path: 'packages/issuer/src/use-date-now.ts',
    source: `export const use: number = Date.now()\n`,
    messages: [CLOCK],
  },
  {
    promise: 'new Date(ms) is refused',
    path: 'packages/kernel/src/use-new-date.ts',
    source: `export const use: string = new Date(0).toISOString()\n`,
    messages: [CLOCK],
  },
  {
    promise: 'AbortSignal.timeout is refused',
    path: 'packages/issuer/src/use-abort-timeout.ts',
    source: `export const use: AbortSignal = AbortSignal.timeout(5)\n`,
    messages: [RANDOM],
  },
  {
    promise: 'process cannot be reached through globalThis',
    path: 'packages/issuer/src/use-global-this.ts',
    source: `export const use: unknown = globalThis.process\n`,
    messages: ['goes round the ports'],
  },
  {
    promise: 'Math.random() is refused',
    path: 'packages/issuer/src/use-math-random.ts',
    source: `export const use: number = Math.random()\n`,
    messages: [RANDOM],
  },
  {
    promise: 'crypto.randomUUID is refused when imported',
    path: 'packages/issuer/src/use-random-uuid.ts',
    source: `import { randomUUID } from 'node:crypto'\n\nexport const use: () => string = () => randomUUID()\n`,
    messages: [RANDOM],
  },
  {
    promise: 'crypto.randomBytes is refused under another name',
    path: 'packages/issuer/src/use-random-bytes.ts',
    source: `import { randomBytes as bytes } from 'node:crypto'\n\nexport const use: unknown = bytes\n`,
    messages: [RANDOM],
  },
  {
    promise: 'crypto.generateKeyPairSync is refused through the namespace',
    path: 'packages/kernel/src/use-generate-key-pair.ts',
    source: `import * as nodeCrypto from 'node:crypto'\n\nexport const use: unknown = nodeCrypto.generateKeyPairSync('ed25519')\n`,
    messages: [RANDOM],
  },
  {
    promise: 'SQL that asks the database for the time is refused',
    path: 'packages/ledger/src/use-sql-now.ts',
    source: 'export const use: string = `UPDATE heads SET at = now()`\n',
    messages: [SQL],
  },
  {
    promise: 'SQL that has the current time as a default is refused',
    path: 'packages/ledger/src/use-sql-default.ts',
    source: `export const use: string = 'CREATE TABLE t (at TEXT DEFAULT CURRENT_TIMESTAMP)'\n`,
    messages: [SQL],
  },
  {
    promise: `SQL with SQLite's 'now' is refused`,
    path: 'packages/ledger/src/use-sqlite-now.ts',
    source: `export const use: string = "SELECT datetime('now', '+1 day')"\n`,
    messages: [SQL],
  },
  {
    promise: 'SQL that orders by random() is refused',
    path: 'packages/ledger/src/use-sql-random.ts',
    source: `export const use: string = 'SELECT id FROM t ORDER BY random()'\n`,
    messages: [SQL],
  },
]

export const codePlants: readonly Plant[] = [
  {
    promise: 'a third-party package that package.json does not name is refused',
    path: 'packages/kernel/src/undeclared-dependency.ts',
    source: `import { verify } from 'jose'\n\nexport const use: unknown = verify\n`,
    messages: ["isn't specified in packages/kernel/package.json"],
  },
  {
    promise: 'a floating promise is refused',
    path: 'packages/issuer/src/float-promise.ts',
    source: `async function later(): Promise<number> {\n  return 1\n}\n\nlater()\n`,
    messages: ['A "floating" Promise was found'],
  },
  {
    promise: 'a promise from a port of the kernel may not float either',
    path: 'packages/issuer/src/float-port-promise.ts',
    source: `import type { Store } from '@evenkeel/kernel'\n\nexport function stop(store: Store): void {\n  store.close()\n}\n`,
    messages: ['A "floating" Promise was found'],
  },
  {
    promise: 'a promise cannot be waved away with void',
    path: 'packages/issuer/src/void-promise.ts',
    source: `async function later(): Promise<number> {\n  return 1\n}\n\nvoid later()\n`,
    messages: ['The use of void is not allowed'],
  },
  {
    promise: 'export * is refused',
    path: 'packages/issuer/src/export-all.ts',
    source: `export * from './control.ts'\n`,
    messages: ['Do not use export all'],
  },
  {
    promise: 'an import cycle is refused',
    path: 'packages/issuer/src/cycle-a.ts',
    source: `import { b } from './cycle-b.ts'\n\nexport const a: () => number = () => b()\n`,
    messages: ['This import is part of a cycle'],
  },
  {
    promise: 'an import cycle is refused at its other end',
    path: 'packages/issuer/src/cycle-b.ts',
    source: `import { a } from './cycle-a.ts'\n\nexport const b: () => number = () => a()\n`,
    messages: ['This import is part of a cycle'],
  },
  {
    promise: 'an empty catch is refused',
    path: 'packages/issuer/src/empty-catch.ts',
    source: `export function use(f: () => void): void {\n  try {\n    f()\n  } catch {}\n}\n`,
    messages: ['Unexpected empty block'],
  },
  {
    promise: 'a skipped test is refused',
    path: 'packages/issuer/test/skipped.test.ts',
    source: `import { it } from 'vitest'\n\nit.skip('is not run', () => 1)\n`,
    messages: ["Don't disable tests"],
  },
  {
    promise: 'a focused test is refused',
    path: 'packages/issuer/test/focused.test.ts',
    source: `import { it } from 'vitest'\n\nit.only('is run alone', () => 1)\n`,
    messages: ["Don't focus the test"],
  },
  {
    promise: 'a promise where a value is meant is refused',
    path: 'packages/issuer/src/misuse-promise.ts',
    source: `async function isOpen(): Promise<boolean> {\n  return true\n}\n\nexport const use: number = isOpen() ? 1 : 2\n`,
    messages: ['A Promise was found where a conditional was expected'],
  },
  {
    promise: 'a default export is refused',
    path: 'packages/issuer/src/default-export.ts',
    source: `export default 1\n`,
    messages: ['Avoid default exports'],
  },
  {
    promise: 'a file name that is not in kebab-case is refused',
    path: 'packages/issuer/src/camelCase.ts',
    source: `export const use = 1\n`,
    messages: ['should be in kebab-case'],
  },
  {
    promise: 'an import without the .ts that Node needs is refused',
    path: 'packages/issuer/src/import-without-extension.ts',
    source: `import { hash } from './control'\n\nexport const use: unknown = hash\n`,
    messages: ['Add a file extension'],
  },
]

/** Honest code of each kind: if a rule grows too wide, one of these is refused. */
export const controls: Readonly<Record<string, string>> = {
  'packages/issuer/src/control.ts': `import type { Clock } from '@evenkeel/kernel'\nimport { createHash } from 'node:crypto'\nimport { limit } from './model/control.ts'\n\nexport function hash(clock: Clock): string {\n  return createHash('sha256').update(String(clock.nowMs() + limit)).digest('hex')\n}\n`,
  'packages/issuer/src/model/control.ts': `import type { EpochMs } from '@evenkeel/kernel'\n\nexport const limit = 5\n\n/** Knows what random() and now() mean only in prose. */\nexport function isOver(now: EpochMs, end: EpochMs): boolean {\n  return now >= end\n}\n`,
  'packages/issuer/src/commands/control.ts': `import type { Store } from '@evenkeel/kernel'\nimport { limit } from '../model/control.ts'\n\nexport async function stop(store: Store): Promise<number> {\n  await store.transact('expire', (tx) => tx.run('DELETE FROM heads WHERE expires_at_ms < ?', [limit]))\n  await store.close()\n  return limit\n}\n`,
  'packages/issuer/src/adapters/control.ts': `import { randomUUID } from 'node:crypto'\nimport { readFileSync } from 'node:fs'\n\nexport const use: unknown = [randomUUID(), Date.now(), Math.random(), process.pid, readFileSync]\n`,
  'packages/issuer/test/model/control.test.ts': `import { memoryStore } from '@evenkeel/kernel/testing'\nimport { isOver } from '../../src/model/control.ts'\n\nexport const use: unknown = [memoryStore, isOver]\n`,
  'packages/lab/src/control.ts': `import { memoryStore } from '@evenkeel/kernel/testing'\nimport { startNode } from '@evenkeel/node'\n\nexport const use: unknown = [memoryStore, startNode]\n`,
  'apps/node/src/control.ts': `import { hash } from '@evenkeel/issuer'\nimport { systemClock } from '@evenkeel/kernel/adapters'\nimport { createServer } from 'node:http'\n\nexport const use: unknown = [hash, systemClock, createServer, process.argv]\n`,
  'apps/cli/src/control.ts': `import { run } from '@evenkeel/lab'\n\nexport const use: unknown = run\n`,
  'packages/issuer/src/adapters/open.ts': `export const open = 1\n`,
  'packages/issuer/src/commands/issue.ts': `export type Issue = { readonly id: string }\n`,
}
