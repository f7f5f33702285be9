import {
  type CampaignId,
  canonicalJson,
  createSeededSigner,
  type JsonObject,
  unwrap,
} from '@evenkeel/kernel'
import {
  AUDIT_LINE_BYTES_MAX,
  type AuditSection,
  type AuditTrust,
  auditBundle,
  parseAuditTrust,
} from '@evenkeel/kernel/audit'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { DISTRIBUTOR, LEDGER } from './support/audit-world.ts'
import { draw, equalShares, tableOf } from './support/plans.ts'
import { type PlayedCampaign, playCampaign } from './support/play-campaign.ts'
import {
  changeAt,
  differenceOf,
  holds,
  joinLines,
  leafPaths,
  type PlacedLine,
  placeLines,
  rewrite,
} from './support/tamper.ts'

interface Honest extends PlayedCampaign {
  readonly text: string
  readonly lines: readonly PlacedLine[]
  readonly trust: AuditTrust
}

async function playHonest(plan: Parameters<typeof playCampaign>[0]): Promise<Honest> {
  const played = await playCampaign(plan)
  const text = await played.bundle()
  const trust = unwrap(parseAuditTrust(played.world.trust))
  return { ...played, text, lines: placeLines(text), trust }
}

let drawn: Honest
let table: Honest
let shared: Honest
beforeAll(async () => {
  drawn = await playHonest(draw(12, 4))
  table = await playHonest(tableOf(9))
  shared = await playHonest(equalShares(12))
}, 60_000)

const all = (): readonly Honest[] => [drawn, table, shared]
const read = ({ campaignId, trust }: Honest, text: string) => differenceOf(text, campaignId, trust)

/** Every way to change one member of one line, the first and the last of each kind. */
function* changes(honest: Honest) {
  const { lines } = honest
  for (const [position, line] of lines.entries()) {
    const ofKind = lines.filter(({ value }) => value.kind === line.value.kind)
    if (![0, ofKind.length - 1].includes(ofKind.indexOf(line))) continue
    // Of the draw only what the others do not have: verifying its round takes most of the time.
    if (honest === drawn && line.section !== 'campaign') continue
    for (const path of leafPaths(line.value)) {
      for (const isRemoved of [false, true]) {
        const value = changeAt(line.value, path, isRemoved) as PlacedLine['value']
        const changed = lines.with(position, { ...line, value })
        const name = `${line.value.kind} ${path.map((one) => (typeof one === 'number' ? 'n' : one)).join('.')}`
        yield { line, path, name, isRemoved, changed }
      }
    }
  }
}

describe('a bundle in which one member of one line was changed or removed', () => {
  it('is refused at that line, whatever the member and the kind of line', async () => {
    const kinds = new Set<unknown>()
    for (const honest of all()) {
      for (const { line, path, isRemoved, changed } of changes(honest)) {
        const { line: at, expected, found } = await read(honest, joinLines(changed))
        const place = `${line.value.kind} ${path.join('.')} ${isRemoved}: ${expected} / ${found}`
        kinds.add(line.value.kind)
        // The chain is wrong at the line, or its own `prev` is and the line before is not the one it names.
        const isThere = at === line.at || (path[0] === 'prev' && at === line.at - 1)
        expect([place, at, isThere]).toEqual([place, at, true])
      }
    }
    expect([...kinds].sort()).toEqual([
      ...['balances', 'book', 'campaign', 'checkpoint', 'claim', 'leaf', 'posting', 'row', 'seal'],
    ])
  }, 120_000)

  it('is refused in its section when the chain was written anew by somebody without the keys', async () => {
    for (const honest of all()) {
      const ends = lastLines(honest.lines)
      for (const { line, path, changed } of changes(honest)) {
        if (path[0] === 'prev' || path[0] === 'kind') continue
        const difference = await read(honest, await rewrite(changed, line.section))
        const place = `${line.value.kind} ${path.join('.')}: ${difference.check}`
        const isIn = difference.line >= 1 && difference.line <= (ends.get(line.section) ?? 0)
        expect([place, difference.line, isIn]).toEqual([place, difference.line, true])
      }
    }
  }, 120_000)

  it('is refused even when its own party signed it, but for what is that party’s word alone', async () => {
    const words = new Set<string>()
    for (const honest of all()) {
      for (const { line, path, name, isRemoved, changed } of changes(honest)) {
        const { kind } = line.value
        if (
          line.section === 'log' ||
          ['prev', 'kind'].includes(String(path[0])) ||
          kind === 'seal'
        ) {
          continue
        }
        const party = line.section === 'campaign' ? DISTRIBUTOR : LEDGER
        const text = await rewrite(changed, line.section, honest.world.signerOf(party))
        const { campaignId, trust } = honest
        const instant = honest.rule.window === 'instant' ? ' of an instant window' : ''
        if (await holds(text, campaignId, trust)) {
          words.add(`${name}${isRemoved ? ' (removed)' : ''}${instant}`)
        }
      }
    }
    expect([...words].sort()).toEqual(WORDS)
  }, 120_000)
})

/** What a lying party can say unseen: it moves nobody's money, and its signature under it stays. */
const WORDS: readonly string[] = [
  'book head.hash',
  'book head.hash of an instant window',
  'book head.seq',
  'book head.seq of an instant window',
  'book ledger',
  'book ledger of an instant window',
  'campaign openedAtMs',
  'campaign openedAtMs of an instant window',
  'campaign settledAtMs',
  'campaign settledAtMs of an instant window',
  'claim nullifier of an instant window',
  'claim ticket of an instant window',
  'posting hash',
  'posting hash of an instant window',
]

function lastLines(lines: readonly PlacedLine[]): ReadonlyMap<AuditSection, number> {
  return new Map(lines.map(({ section, at }) => [section, at]))
}

describe('a bundle that is not whole', () => {
  it('is refused behind its last line wherever it was cut between lines', async () => {
    for (const { lines, campaignId, trust } of all()) {
      for (let kept = 0; kept < lines.length; kept += 1) {
        const difference = await differenceOf(joinLines(lines.slice(0, kept)), campaignId, trust)
        expect(difference).toMatchObject({ line: kept + 1, check: 'form' })
      }
    }
  })

  it('is refused at the line in which it was cut', async () => {
    const { text, campaignId, trust } = shared
    for (let at = 1; at < text.length; at += 97) {
      if (text[at - 1] === '\n') continue
      const { line } = await differenceOf(text.slice(0, at), campaignId, trust)
      expect(line).toBe(text.slice(0, at).split('\n').length)
    }
  })

  it('is refused where a line is twice, missing, or in the place of another', async () => {
    for (const { lines, campaignId, trust } of all()) {
      for (const [i, line] of lines.entries()) {
        const next = lines[i + 1]
        const twice = [...lines.slice(0, i + 1), line, ...lines.slice(i + 1)]
        const missing = lines.toSpliced(i, 1)
        const swapped = next === undefined ? missing : lines.toSpliced(i, 2, next, line)
        for (const changed of [twice, missing, swapped]) {
          const difference = await differenceOf(joinLines(changed), campaignId, trust)
          const place = `${i + 1} of ${lines.length} ${line.value.kind}: ${difference.line}`
          expect([place, Math.abs(difference.line - (i + 1)) <= 1]).toEqual([place, true])
        }
      }
    }
  })

  it('is refused where a line of another campaign stands, and as another campaign’s', async () => {
    for (const [i, line] of shared.lines.entries()) {
      const foreign = drawn.lines.find(({ value }) => value.kind === line.value.kind)
      if (foreign === undefined) continue
      const changed = joinLines(shared.lines.with(i, foreign))
      const difference = await read(shared, changed)
      expect(Math.abs(difference.line - (i + 1))).toBeLessThanOrEqual(1)
    }
    expect(await differenceOf(drawn.text, shared.campaignId, shared.trust)).toMatchObject({
      line: 1,
      found: drawn.campaignId,
    })
  })

  it('is refused when a section of another campaign is in it', async () => {
    for (const section of ['campaign', 'log', 'ledger'] as const) {
      const changed = [
        ...shared.lines.filter((line) => line.section !== section),
        ...drawn.lines.filter((line) => line.section === section),
      ].sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section))
      await read(shared, joinLines(changed))
    }
  })
})

const order: readonly AuditSection[] = ['campaign', 'log', 'ledger']

describe('a bundle in which any byte was changed', () => {
  it('is refused at its line, or at the one that names it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1, 2),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (which, where, flip) => {
          const honest = all()[which] as Honest
          const text = Buffer.from(honest.text)
          const bytes = Buffer.from(text)
          const at = where % bytes.length
          bytes[at] = (bytes[at] as number) ^ flip
          // In bytes as well: a note has signs of several.
          const line = text.subarray(0, at).toString('latin1').split('\n').length
          const difference = await differenceOf(bytes, honest.campaignId, honest.trust)
          return Math.abs(difference.line - line) <= 1
        },
      ),
      { numRuns: 300 },
    )
  }, 60_000)
})

describe('a hostile bundle', () => {
  const audit = (bytes: Iterable<Uint8Array>) =>
    auditBundle({ bytes, campaignId: shared.campaignId, trust: shared.trust })

  it('of one line without an end is refused as soon as the line is too long', async () => {
    let chunks = 0
    function* endless() {
      for (;;) {
        chunks += 1
        yield Buffer.alloc(65_536, 'a')
      }
    }
    const audited = await audit(endless())
    expect(audited).toMatchObject({ ok: false, error: { line: 1, check: 'form' } })
    expect(chunks * 65_536).toBeLessThanOrEqual(AUDIT_LINE_BYTES_MAX + 2 * 65_536)
  })

  it('of deep nesting, of repeated names or of other bytes than UTF-8 is refused at its line', async () => {
    const deep = `{"kind":"campaign","rule":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
    for (const line of [
      deep,
      '{"kind":"campaign","kind":"campaign"}',
      '[]',
      'null',
      '',
      '{"kind":"__proto__"}',
    ]) {
      expect(await audit([Buffer.from(`${line}\n`)])).toMatchObject({
        ok: false,
        error: { line: 1, check: 'form' },
      })
    }
    expect(await audit([Uint8Array.of(0xff, 0x0a)])).toMatchObject({
      ok: false,
      error: { line: 1 },
    })
  })

  it('is read the same in whatever pieces it comes', async () => {
    const bytes = Buffer.from(shared.text)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3_000 }), async (size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        return (await audit(chunks)).ok
      }),
      { numRuns: 30 },
    )
  })

  it('signed by a key that is not trusted is refused at the seal, and without its witness at the checkpoint', async () => {
    const { world, lines, campaignId, trust } = shared
    const forged = await rewrite(lines, 'campaign', world.signerOf(LEDGER))
    expect(await read(shared, forged)).toMatchObject({ check: 'signed' })
    const at = lines.findIndex(({ value }) => value.kind === 'checkpoint')
    const note = String(lines[at]?.value.note).replace(/— evenkeel.example\/witness.*\n/, '')
    const changed = lines.with(at, {
      ...(lines[at] as PlacedLine),
      value: { ...lines[at]?.value, note },
    })
    expect(await differenceOf(joinLines(changed), campaignId, trust)).toMatchObject({
      line: at + 1,
      check: 'witnessed',
    })
    const without = { ...trust, witnessKeys: [], quorum: 0 }
    expect(await holds(joinLines(changed), campaignId, without)).toBe(true)
  })

  it('with a seal that only names a trusted key is refused at the seal', async () => {
    for (const [section, party] of [
      ['campaign', DISTRIBUTOR],
      ['ledger', LEDGER],
    ] as const) {
      const { keyId } = shared.world.signerOf(party)
      const forger = { ...createSeededSigner('EdDSA', new Uint8Array(32).fill(99)), keyId }
      const forged = await rewrite(shared.lines, section, forger)
      const seal = lastLines(shared.lines).get(section)
      expect(await read(shared, forged)).toMatchObject({ line: seal, check: 'signed' })
    }
  })

  it('is canonical, so that one bundle has one text', async () => {
    const [first = ''] = shared.text.split('\n')
    const spaced = shared.text.replace(first, first.replace(',', ', '))
    expect(await read(shared, spaced)).toMatchObject({ line: 1, check: 'form' })
    expect(canonicalJson(JSON.parse(first))).toBe(first)
  })
})

describe('a distributor that lies and signs it', () => {
  const signed = async (
    change: (value: Record<string, unknown>) => Record<string, unknown>,
    where: (line: PlacedLine) => boolean,
  ) => {
    const at = shared.lines.findIndex(where)
    const line = shared.lines[at] as PlacedLine
    const value = change({ ...line.value }) as PlacedLine['value']
    const text = await rewrite(
      shared.lines.with(at, { ...line, value }),
      line.section,
      shared.world.signerOf(line.section === 'campaign' ? DISTRIBUTOR : LEDGER),
    )
    return { at: at + 1, difference: await read(shared, text) }
  }
  const isSettled = ({ value }: PlacedLine): boolean => value.state === 'settled'

  it('gives somebody more: found at their line, with the share that is theirs', async () => {
    const { at, difference } = await signed(
      (claim) => ({ ...claim, shareMinor: '149', amountMinor: '149' }),
      isSettled,
    )
    expect(difference).toMatchObject({ line: at, check: 'allocated', found: '149' })
  })

  it('takes somebody out after the closing: found at the first share that would be another', async () => {
    const { difference } = await signed(
      ({ shareMinor: _, amountMinor: __, ...claim }) => ({
        ...claim,
        state: 'refused',
        reason: 'entitlement_ended',
        transfers: [],
      }),
      isSettled,
    )
    expect(difference).toMatchObject({ check: 'allocated' })
  })

  it('lets a claim end without a reason: found at its line', async () => {
    const { at, difference } = await signed(
      ({ reason: _, ...claim }) => claim,
      ({ value }) => value.state === 'refused',
    )
    expect(difference).toMatchObject({ line: at, check: 'explained' })
  })

  it('changes the rule after it was announced: found at the leaf', async () => {
    const { difference } = await signed(
      (campaign) => ({
        ...campaign,
        rule: { ...(campaign.rule as object), title: 'Spring grant' },
      }),
      ({ value }) => value.kind === 'campaign',
    )
    expect(difference.check).toBe('announced')
    const isAnnouncement = ({ value }: PlacedLine): boolean =>
      String(value.entry).includes('"kind":"campaign_announcement"')
    expect(difference.line).toBe(shared.lines.findIndex(isAnnouncement) + 1)
  })

  it('and a ledger that pays a stranger: found at the posting', async () => {
    const { at, difference } = await signed(
      (posting) => ({ ...posting, transfer: `${'ab'.repeat(32)}/settle` }),
      ({ value }) => String(value.transfer).endsWith('/settle'),
    )
    expect(difference).toMatchObject({ line: at, check: 'paid' })
  })

  it('and a ledger that makes value: found at the position of the journal', async () => {
    const { at, difference } = await signed(
      (posting) => ({
        ...posting,
        movements: [{ kind: 'single', debit: 'in_flight', credit: 'settled', amountMinor: '9' }],
      }),
      ({ value }) => String(value.transfer).endsWith('/settle'),
    )
    expect(difference).toMatchObject({ line: at, check: 'conserved' })
  })

  it('and a ledger whose balances are other than its entries: found at the balances', async () => {
    const { at, difference } = await signed(
      (balances) => ({ ...balances, returnedMinor: '1' }),
      ({ value }) => value.kind === 'balances',
    )
    expect(difference).toMatchObject({ line: at, check: 'balanced' })
  })
})

it('a rule whose shares could not be recomputed in its window is refused, whoever signed it', async () => {
  const [first, ...others] = shared.lines as readonly [PlacedLine, ...PlacedLine[]]
  const rule = { ...(first.value.rule as object), window: 'instant' }
  const value = { ...first.value, rule } as PlacedLine['value']
  const signer = shared.world.signerOf(DISTRIBUTOR)
  const text = await rewrite([{ ...first, value }, ...others], 'campaign', signer)
  expect(await read(shared, text)).toMatchObject({ line: 1, check: 'rule' })
})

it('a person with two claims is found at the second, also where no leaf commits to the claims and both parties agree', async () => {
  const at = table.lines.findIndex(({ value }) => value.kind === 'claim')
  const [first, second] = [table.lines[at], table.lines[at + 1]] as [PlacedLine, PlacedLine]
  const value = { ...second.value, nullifier: first.value.nullifier } as PlacedLine['value']
  const signer = table.world.signerOf(DISTRIBUTOR)
  const text = await rewrite(table.lines.with(at + 1, { ...second, value }), 'campaign', signer)
  expect(await read(table, text)).toMatchObject({ line: at + 2, check: 'unique' })
})

it('a claim with another amount than its row of the table is found at the claim, before anything is paid', async () => {
  const at = table.lines.findIndex(({ value }) => value.state === 'settled')
  const line = table.lines[at] as PlacedLine
  const value = { ...line.value, amountMinor: '9999' }
  const signer = table.world.signerOf(DISTRIBUTOR)
  const text = await rewrite(table.lines.with(at, { ...line, value }), 'campaign', signer)
  expect(await read(table, text)).toMatchObject({ line: at + 1, check: 'entitled' })
})

it('a ledger that pays less than the share, in books that add up, is found at the claim', async () => {
  const claim = shared.lines.find(({ value }) => value.state === 'settled') as PlacedLine
  const [transfer] = claim.value.transfers as readonly [string]
  const less = String(BigInt(String(claim.value.amountMinor)) - 1n)
  const changed = shared.lines.map((line) => {
    const { value } = line
    if (value.kind === 'posting' && String(value.transfer).startsWith(transfer)) {
      const movements = value.movements as readonly JsonObject[]
      const lower = movements.map((movement) => ({ ...movement, amountMinor: less }))
      return { ...line, value: { ...value, movements: lower } }
    }
    if (value.kind !== 'balances') return line
    const { pool, settled, ...others } = value.accounts as Readonly<Record<string, JsonObject>>
    const by = (one: JsonObject | undefined, amount: bigint): JsonObject => ({
      ...one,
      postedMinor: String(BigInt(String(one?.postedMinor)) + amount),
    })
    const accounts = { ...others, pool: by(pool, 1n), settled: by(settled, -1n) }
    return { ...line, value: { ...value, accounts } }
  })
  const text = await rewrite(changed, 'ledger', shared.world.signerOf(LEDGER))
  expect(await read(shared, text)).toMatchObject({ line: claim.at, check: 'paid' })
})

it('the id of a campaign is what the auditor asks for, not what the bundle says', async () => {
  const other = 'equal-shares-2' as CampaignId
  expect(await differenceOf(shared.text, other, shared.trust)).toMatchObject({ line: 1 })
})
