import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isReasonCode, type ReasonCode } from '@evenkeel/kernel'
import { demoCampaignRule } from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT, type ExitCode } from '../src/exit-codes.ts'
import { describeWorld } from './support/describe-world.ts'
import { issueIn, makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()
const world = join(root, 'world')
const file = (name: string): string => join(root, name)
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(file(name), content)
  return file(name)
}
let before: unknown

beforeAll(async () => {
  await makeWorld(world)
  await issueIn(world, 'm-1')
  before = describeWorld(world)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const MEGABYTE = 'a'.repeat(1_048_576)
/** What no id can be, whichever command it is given to. */
const badIds: readonly (readonly [name: string, id: string])[] = [
  ['nothing', ''],
  ['a megabyte', MEGABYTE],
  ['control characters', 'a\u0000\u001b[31m\u0007\u009b'],
  ['a path', '../../etc/passwd'],
  ['a lone surrogate', '\ud800'],
  ['SQL', `x' OR '1'='1`],
  ['text that turns round', '\u202egnp.exe'],
]
const numbers = [
  'NaN',
  '-1',
  '0',
  '1e3',
  '1.5',
  '0x10',
  '',
  ' ',
  '99999999999999999999',
  'Infinity',
  '٣',
]

const rule = demoCampaignRule(Date.now() as Parameters<typeof demoCampaignRule>[0])
const ruleText = (changes: object): string => JSON.stringify({ ...rule, id: 'hostile', ...changes })
const tableRule = ruleText({
  policy: { ...rule.policy, outputs: { entry: 'member_id' } },
  allocation: { kind: 'table', rows: 2, layout: 'rfc6962', root: '0'.repeat(64) },
})

type Case = readonly [name: string, argv: readonly string[], code: ReasonCode, exit: ExitCode]
const usage = (name: string, ...argv: readonly string[]): Case => [
  name,
  argv,
  'command_malformed',
  EXIT.usage,
]
const refused =
  (code: ReasonCode, exit: ExitCode) =>
  (name: string, ...argv: readonly string[]): Case => [name, argv, code, exit]
const unknown = refused('not_found', EXIT.notFound)

const keyCreate = ['key', 'create', '--party', 'ledger', '--label', 'x', '--scope', 'ledger:read']

const askFor = ['presentation', 'request', '--payout', 'me']

const idCommands: readonly (readonly [argv: readonly string[]])[] = [
  [['credential', 'show']],
  [['credential', 'verify']],
  [['credential', 'revoke', '--reason', 'key_compromise', '--yes']],
  [['credential', 'cancel-act', '--yes']],
  [['accreditation', 'cancel-act', '--yes']],
  [['credential', 'verify', 'cred-x', '--campaign']],
  [['credential', 'verify', 'cred-x', '--verifier']],
  [['credential', 'issue', '--idempotency-key']],
  [['campaign', 'show']],
  [['campaign', 'announce', 'x', 'y', '--as']],
  [['claim', 'show']],
  [['claim', 'submit', '--payout', 'me', '--credential']],
  [['claim', 'submit', '--payout', 'me', '--credential', 'cred-x', '--campaign']],
  [['claim', 'submit', '--payout', 'me', '--credential', 'cred-x', '--verifier']],
  [['trace']],
  [['claim', 'explain']],
  [['key', 'revoke', '--party', 'ledger']],
  [['offer', 'create', '--claim', 'a=1', '--configuration']],
  [['offer', 'create', '--claim', 'a=1', '--idempotency-key']],
  [['credential', 'reissue', '--claim', 'a=1']],
  [['presentation', 'request', '--payout', 'me', '--campaign']],
  [['presentation', 'show', '--session']],
]
const numberOptions: readonly (readonly [argv: readonly string[], alsoZero: boolean])[] = [
  [['credential', 'issue', '--valid-days'], false],
  [['custody', '--limit'], false],
  [[...keyCreate, '--valid-days'], false],
  [['offer', 'create', '--claim', 'a=1', '--valid-days'], false],
  [['offer', 'create', '--claim', 'a=1', '--expires-minutes'], false],
  [['offer', 'create', '--claim', 'a=1', '--batch'], false],
  [['credential', 'reissue', 'cred-x', '--claim', 'a=1', '--grace-days'], false],
  [['lab', 'run', 'calm', '--seeds'], false],
  [['lab', 'run', 'calm', '--seed'], true],
]

const commandLine: readonly Case[] = [
  usage('nothing at all'),
  ...[
    'world',
    'offer',
    'credential',
    'accreditation',
    'presentation',
    'campaign',
    'claim',
    'key',
    'party',
    'log',
    'lab',
  ].map((group) => usage(`${group} without a command`, group)),
  usage('an unknown command', 'nonsense'),
  usage('an unknown command of a group', 'credential', 'nonsense'),
  usage('help about nothing', 'help', 'nonsense'),
  usage('an unknown flag', 'custody', '--nonsense'),
  usage('an unknown flag of a megabyte', 'custody', `--${MEGABYTE}`),
  usage('an argument too many', 'custody', 'extra'),
  usage('a directory that is none', '--dir', '', 'custody'),
  usage('a directory with a NUL', '--dir', 'a\u0000b', 'custody'),
  ...[
    'credential show',
    'credential verify',
    'credential revoke --reason x',
    'credential revoke cred-x',
    'credential cancel-act',
    'accreditation cancel-act',
    'credential issue --claim',
    'credential issue --type',
    'campaign create',
    'campaign show',
    'claim show',
    'claim explain',
    'claim submit',
    'key create --party ledger --label x',
    'key create --party ledger --scope ledger:read',
    'key create --label x --scope ledger:read',
    'key list',
    'party keys',
    'key revoke key-x',
    'offer create',
    'credential reissue cred-x',
    'presentation request',
    'presentation show',
    'claim submit --credential cred-x',
    'claim submit --payout me',
    'trace',
    'explain',
    'custody --limit',
    'log verify --since',
    'lab run',
    'lab run calm --seed',
  ].map((text) => usage(`${text}, where something is missing`, ...text.split(' '))),
  ...idCommands.flatMap(([argv]) =>
    badIds.map(([name, id]) => usage(`${argv.join(' ')} with ${name}`, ...argv, id)),
  ),
  ...numberOptions.flatMap(([argv, alsoZero]) =>
    numbers
      .filter((number) => !alsoZero || number !== '0')
      .map((number) => usage(`${argv.join(' ')} with “${number}”`, ...argv, `${number}`)),
  ),
  ...['x', '=1', '1a=2', 'a b=1', `${'a'.repeat(65)}=1`, 'a=\ud800', '\u001b=1'].map((claim) =>
    usage(`the claim ${JSON.stringify(claim)}`, 'credential', 'issue', '--claim', claim),
  ),
  usage('a claim twice', 'credential', 'issue', '--claim', 'a=1', '--claim', 'a=2'),
  ...['', 'Key Compromise', MEGABYTE, '../x'].map((reason) =>
    usage(
      `the reason ${reason.slice(0, 20)}`,
      'credential',
      'revoke',
      'cred-x',
      '--yes',
      '--reason',
      reason,
    ),
  ),
  ...['', 'query', 'DIRECT_POST', MEGABYTE].map((mode) =>
    usage(`the response mode ${mode.slice(0, 20)}`, ...askFor, '--response-mode', mode),
  ),
  ...['', 'a\u0000', 'a\nb', MEGABYTE, '\ud800'].map((payout) =>
    usage(
      `the payout ${JSON.stringify(payout.slice(0, 20))}`,
      'claim',
      'submit',
      '--credential',
      'cred-x',
      '--payout',
      payout,
    ),
  ),
]

const names: readonly Case[] = [
  unknown('no credential to show', 'credential', 'show', 'cred-x'),
  unknown('no credential to verify', 'credential', 'verify', 'cred-x'),
  unknown('no credential to revoke', 'credential', 'revoke', 'cred-x', '--reason', 'x', '--yes'),
  unknown('nothing to cancel', 'credential', 'cancel-act', 'act-x', '--yes'),
  unknown('no verifier', 'credential', 'verify', 'cred-x', '--verifier', 'ledger'),
  unknown('no issuer', 'credential', 'issue', '--issuer', '../ledger'),
  unknown('an issuer of a megabyte', 'credential', 'issue', '--issuer', MEGABYTE),
  unknown(
    'no credential to claim with',
    'claim',
    'submit',
    '--credential',
    'cred-x',
    '--payout',
    'me',
  ),
  unknown('no party to make a key for', ...keyCreate.with(3, '../ledger')),
  unknown('no party to list keys of', 'key', 'list', '--party', MEGABYTE),
  unknown('no party to revoke a key of', 'key', 'revoke', 'key-x', '--party', '__proto__'),
  unknown('no party to show the keys of', 'party', 'keys', 'verifier-a', '__proto__'),
  unknown('no key', 'key', 'revoke', 'key-x', '--party', 'ledger'),
  refused('scope_unknown', EXIT.rejected)('no scope', ...keyCreate.with(7, 'issuer:issue')),
  refused('scope_unknown', EXIT.rejected)('a scope of a megabyte', ...keyCreate.with(7, MEGABYTE)),
  ...['', 'a\u0000', 'a\nb', '\u202egnp', MEGABYTE].map((label) =>
    refused('malformed_message', EXIT.usage)(
      `the label ${JSON.stringify(label.slice(0, 20))}`,
      ...keyCreate.with(5, label),
    ),
  ),
  unknown('no issuer to offer', 'offer', 'create', '--claim', 'a=1', '--issuer', MEGABYTE),
  refused('credential_configuration_unknown', EXIT.usage)(
    'no configuration',
    ...['offer', 'create', '--claim', 'a=1', '--configuration', 'nothing'],
  ),
  unknown('no credential to re-issue', 'credential', 'reissue', 'cred-x', '--claim', 'a=1'),
  unknown('no verifier to ask', ...askFor, '--verifier', '../ledger'),
  refused('campaign_unknown', EXIT.notFound)(
    'no campaign to ask for',
    ...askFor,
    '--campaign',
    'x',
  ),
  refused('presentation_unknown', EXIT.notFound)(
    'no session',
    ...['presentation', 'show', '--session', 'x'],
  ),
  refused('claim_unknown', EXIT.notFound)('no claim to explain', 'claim', 'explain', 'nothing'),
  unknown('nothing to trace', 'trace', 'cred-x'),
  unknown('no reason', 'explain', '__proto__'),
  unknown('a reason of a megabyte', 'explain', MEGABYTE),
  unknown('no scenario', 'lab', 'run', '../calm'),
  refused('campaign_unknown', EXIT.notFound)('no campaign', 'campaign', 'show', 'nothing'),
  refused('claim_unknown', EXIT.notFound)('no claim', 'claim', 'show', 'nothing'),
  refused('malformed_message', EXIT.usage)(
    'a claim of the issuer’s own',
    'credential',
    'issue',
    '--claim',
    'status=1',
  ),
  refused('malformed_message', EXIT.usage)(
    'a type without a name',
    'credential',
    'issue',
    '--type',
    '',
  ),
  refused('malformed_message', EXIT.usage)(
    'a type of a megabyte',
    'credential',
    'issue',
    '--type',
    MEGABYTE,
  ),
  refused('message_too_large', EXIT.usage)(
    'a claim of a megabyte',
    'credential',
    'issue',
    '--claim',
    `a=${MEGABYTE}`,
  ),
]

const noFile = refused('file_not_usable', EXIT.usage)
const badForm = refused('malformed_message', EXIT.usage)
const tooLarge = refused('message_too_large', EXIT.usage)
const inconsistent = refused('campaign_rule_inconsistent', EXIT.rejected)
const mismatch = refused('campaign_table_mismatch', EXIT.rejected)
const create = (name: string, content: string | Uint8Array): readonly string[] => [
  'campaign',
  'create',
  write(name, content),
]

/** Written when the tests are collected, so that each case is plain data. */
function fileCases(): readonly Case[] {
  truncateSync(write('sparse.json', ''), 100 * 1_048_576)
  truncateSync(write('sparse.csv', ''), 100 * 1_048_576)
  mkdirSync(file('directory'))
  const table = (name: string, content: string | Uint8Array): readonly string[] => [
    ...create('table-rule.json', tableRule),
    '--table',
    write(name, content),
  ]
  const rules: readonly Case[] = [
    noFile('no rule', 'campaign', 'create', file('absent.json')),
    noFile('a rule that is a directory', 'campaign', 'create', file('directory')),
    noFile('a rule with a NUL in its path', 'campaign', 'create', 'a\u0000b'),
    noFile('a rule with a path of a megabyte', 'campaign', 'create', MEGABYTE),
    tooLarge('a rule of 100 MB', 'campaign', 'create', file('sparse.json')),
    badForm('an empty rule', ...create('empty.json', '')),
    badForm(
      'a rule of binary junk',
      ...create('junk.json', new Uint8Array([0, 255, 254, 128, 10])),
    ),
    badForm('a rule with a byte order mark', ...create('bom.json', `\ufeff${ruleText({})}`)),
    badForm('a rule that is no object', ...create('list.json', '[]')),
    badForm('a rule without members', ...create('bare.json', '{}')),
    refused('nesting_too_deep', EXIT.usage)(
      'a rule that nests deep',
      ...create('deep.json', '['.repeat(30_000)),
    ),
    refused('duplicate_key', EXIT.usage)(
      'a rule with a member twice',
      ...create('twice.json', '{"v":1,"v":1}'),
    ),
    ...['-1', '1.5', 'NaN', '1e9', '', '9'.repeat(60)].map((amount, i) =>
      badForm(
        `a pool of “${amount}”`,
        ...create(`pool-${i}.json`, ruleText({ poolMinor: amount })),
      ),
    ),
    badForm('an amount that is a number', ...create('number.json', ruleText({ poolMinor: 100 }))),
    badForm('an id that is a path', ...create('path.json', ruleText({ id: '../../x' }))),
    badForm('an unknown window', ...create('window.json', ruleText({ window: 'lottery' }))),
    inconsistent('an empty pool', ...create('zero.json', ruleText({ poolMinor: '0' }))),
    inconsistent(
      'a verifier that nobody knows',
      ...create('who.json', ruleText({ verifiers: ['nobody'] })),
    ),
    inconsistent(
      'a campaign that is over',
      ...create('over.json', ruleText({ announcedAtMs: 0, opensAtMs: 1, closesAtMs: 2 })),
    ),
    refused('campaign_conflict', EXIT.conflict)(
      'another rule under a known id',
      ...create('same.json', ruleText({ id: 'demo-grant' })),
    ),
  ]
  const tables: readonly Case[] = [
    noFile('no table', ...create('table-rule.json', tableRule), '--table', file('absent.csv')),
    noFile(
      'a table that is a directory',
      ...create('table-rule.json', tableRule),
      '--table',
      file('directory'),
    ),
    mismatch('a rule that wants a table and gets none', ...create('table-rule.json', tableRule)),
    mismatch(
      'a table that no rule wants',
      ...create('fixed.json', ruleText({})),
      '--table',
      write('some.csv', 'a,1\n'),
    ),
    mismatch(
      'a table of 100 MB in one line',
      ...create('table-rule.json', tableRule),
      '--table',
      file('sparse.csv'),
    ),
    mismatch('an empty table', ...table('empty.csv', '')),
    mismatch(
      'a table that is not UTF-8',
      ...table('latin.csv', new Uint8Array([0xe9, 0x2c, 0x31, 0x0a])),
    ),
    mismatch('a table with a third column', ...table('third.csv', 'a,1,2\nb,1\n')),
    mismatch('a table with one column', ...table('one.csv', 'a\nb\n')),
    ...['-1', 'NaN', '0', '1.5', '1e3', '', '9'.repeat(60)].map((amount, i) =>
      mismatch(
        `a table with the amount “${amount}”`,
        ...table(`amount-${i}.csv`, `a,${amount}\nb,1\n`),
      ),
    ),
    mismatch('a table with a key twice', ...table('twice.csv', 'a,1\na,1\n')),
    mismatch('a table with too many rows', ...table('many.csv', 'a,1\nb,1\nc,1\n')),
    mismatch('a table with another root', ...table('root.csv', 'key,amountMinor\na,1\nb,1\n')),
  ]
  const others: readonly Case[] = [
    noFile('no checkpoint', 'log', 'verify', '--since', file('absent.note')),
    noFile('a checkpoint that is a directory', 'log', 'verify', '--since', file('directory')),
    tooLarge('a checkpoint of 100 MB', 'log', 'verify', '--since', file('sparse.json')),
    refused('log_note_malformed', EXIT.usage)(
      'a checkpoint of junk',
      'log',
      'verify',
      '--since',
      write('junk.note', 'junk'),
    ),
    noFile('nowhere to keep a checkpoint', 'log', 'verify', '--save', file('absent/x.note')),
    noFile('a checkpoint to keep in a directory', 'log', 'verify', '--save', file('directory')),
    noFile('nowhere to write a history', 'lab', 'run', 'calm', '--history', file('absent/h')),
  ]
  return [...rules, ...tables, ...others]
}

/** A refusal is for people and for programs, names a reason, and never shows the inside of the program or of the terminal. */
async function expectRefusal(argv: readonly string[], code: ReasonCode, exit: ExitCode) {
  const ended = await runCli('--dir', world, '--json', ...argv)
  const refusal = JSON.parse(ended.stdout) as Readonly<Record<string, unknown>>
  expect(refusal).toMatchObject({ schema: 'evenkeel.refusal/v1', code })
  expect(ended.code).toBe(exit)
  expect(ended.stderr).toContain(`code: ${code}, docs/reference/reasons.md#${code}`)
  expect(ended.stderr).not.toMatch(/^\s+at /m)
  expect(ended.stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u)
  expect(isReasonCode(String(refusal.code))).toBe(true)
  expect(ended.stdout.length + ended.stderr.length).toBeLessThan(8_192)
}

describe('hostile input is refused with its reason', () => {
  it.each(commandLine)('on the command line: %s', (_name, argv, code, exit) =>
    expectRefusal(argv, code, exit),
  )
  it.each(names)('as a name: %s', (_name, argv, code, exit) => expectRefusal(argv, code, exit))
  it.each(fileCases())('as a file: %s', (_name, argv, code, exit) =>
    expectRefusal(argv, code, exit),
  )

  it('and after all of it the world is what it was, and its log holds', async () => {
    expect(describeWorld(world)).toEqual(before)
    expect((await runCli('--dir', world, 'log', 'verify')).code).toBe(EXIT.done)
    const custody = await runCli('--dir', world, '--json', 'custody')
    expect(custody.code).toBe(EXIT.done)
  })
})

describe('a world that cannot be used is refused', () => {
  it('when there is none, and none is made by looking', async () => {
    const ended = await runCli('--dir', file('nowhere'), 'custody')
    expect(ended.code).toBe(EXIT.notFound)
    expect(ended.stderr).toContain('world up')
    expect(existsSync(file('nowhere'))).toBe(false)
  })

  it.each([
    ['a file', () => write('plain-file', 'x')],
    ['below a file', () => join(write('plain-file', 'x'), 'world')],
    ['where no directory can be made', () => '/proc/evenkeel/world'],
  ])('when its directory is %s', async (_name, directory) => {
    const ended = await runCli('--dir', directory(), '--json', 'world', 'up', '--once')
    expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'file_not_usable' })
    expect(ended.code).toBe(EXIT.usage)
  })

  it('when a key file may be read by others, saying how to repair it', async () => {
    chmodSync(join(world, 'ledger.key'), 0o644)
    const ended = await runCli('--dir', world, '--json', 'custody')
    chmodSync(join(world, 'ledger.key'), 0o600)
    expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'key_file_unsafe', retryable: false })
    expect(ended.stderr).toContain('chmod 600')
    expect(ended.code).toBe(EXIT.unexpected)
  })

  it('when a store is damaged, naming the file', async () => {
    const damaged = file('damaged')
    cpSync(world, damaged, { recursive: true })
    writeFileSync(join(damaged, 'ledger.db'), new Uint8Array(8_192).fill(0xa5))
    const ended = await runCli('--dir', damaged, '--json', 'custody')
    expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'store_unavailable', retryable: false })
    expect(ended.stderr).toContain('ledger.db')
    expect(ended.stderr).not.toMatch(/^\s+at /m)
    expect(ended.code).toBe(EXIT.unexpected)
  })

  it('when another process keeps a store locked, and the same command works once it is free', async () => {
    const holder = new DatabaseSync(join(world, 'ledger.db'))
    holder.exec('BEGIN IMMEDIATE')
    const ended = await runCli('--dir', world, '--json', 'custody')
    holder.exec('ROLLBACK')
    holder.close()
    expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'store_unavailable', retryable: true })
    expect(ended.code).toBe(EXIT.overloaded)
    expect((await runCli('--dir', world, 'custody')).code).toBe(EXIT.done)
  })
})
