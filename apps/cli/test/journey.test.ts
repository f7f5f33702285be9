import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCampaignRule } from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import {
  issueIn,
  makeTempDirectory,
  makeWorld,
  runCli,
  runOnTerminal,
  spawnCli,
} from './support/run-cli.ts'

const root = makeTempDirectory()
const world = join(root, 'world')
const run = (...argv: readonly string[]) => runCli('--dir', world, '--json', ...argv)

interface CampaignView {
  readonly totals: Readonly<Record<string, { readonly claims: number }>>
  readonly money: Readonly<Record<string, string>>
}

async function campaign(): Promise<CampaignView> {
  return JSON.parse((await run('campaign', 'show', 'demo-grant')).stdout) as CampaignView
}

beforeAll(() => makeWorld(world))

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('one person’s journey on the command line', () => {
  it('goes from a credential to a payment, and once revoked the credential is refused', async () => {
    const credential = await issueIn(world, 'm-journey')
    const verified = await run('credential', 'verify', credential)
    expect(verified.code).toBe(EXIT.done)
    expect(JSON.parse(verified.stdout)).toMatchObject({ verdict: { outcome: 'accepted' } })

    const claimed = await run('claim', 'submit', '--credential', credential, '--payout', 'me')
    expect(claimed.code).toBe(EXIT.done)
    const { claimId, state } = JSON.parse(claimed.stdout)
    expect(state).toBe('settled')
    const shown = await run('claim', 'show', claimId)
    expect(JSON.parse(shown.stdout)).toMatchObject({
      claimId,
      state: 'settled',
      amountMinor: '10000',
    })

    const traced = JSON.parse((await run('trace', claimId)).stdout)
    const parties = traced.rows.map((row: { readonly party: string }) => row.party)
    expect(parties).toEqual(expect.arrayContaining(['verifier-a', 'distributor', 'ledger']))

    const again = await run('claim', 'submit', '--credential', credential, '--payout', 'me')
    expect(again.code).toBe(EXIT.conflict)
    expect(JSON.parse(again.stdout)).toMatchObject({ code: 'already_claimed' })
    expect((await campaign()).money).toMatchObject({ settled: '10000', inFlight: '0' })

    const revoke = ['credential', 'revoke', credential, '--reason', 'key_compromise']
    expect(JSON.parse((await run(...revoke)).stdout)).toMatchObject({ wouldRevoke: 1 })
    expect(JSON.parse((await run(...revoke, '--yes', '--dry-run')).stdout)).toMatchObject({
      wouldRevoke: 1,
    })
    expect(JSON.parse((await run('credential', 'show', credential)).stdout)).toMatchObject({
      status: 'valid',
    })
    expect((await run(...revoke, '--yes')).code).toBe(EXIT.done)

    // This verifier holds no older list, so that there is no lease to wait for.
    const refused = await run('credential', 'verify', credential, '--verifier', 'verifier-b')
    expect(refused.code).toBe(EXIT.rejected)
    expect(JSON.parse(refused.stdout)).toMatchObject({
      verdict: { outcome: 'rejected', reason: 'credential_revoked' },
    })
  })

  it('issues nothing new under an idempotency key that was used', async () => {
    const issue = (value: string) =>
      run('credential', 'issue', '--claim', `a=${value}`, '--idempotency-key', 'order-1')
    const first = JSON.parse((await issue('1')).stdout)
    expect(first).toMatchObject({ repeated: false })
    expect(JSON.parse((await issue('1')).stdout)).toEqual({ ...first, repeated: true })
    expect((await issue('2')).code).toBe(EXIT.conflict)
  })

  it('tries again under an idempotency key whose first request was refused', async () => {
    const issue = (...more: readonly string[]) =>
      run('credential', 'issue', '--idempotency-key', 'order-2', ...more)
    expect((await issue('--claim', 'status=1')).code).toBe(EXIT.usage)
    expect((await issue('--claim', 'a=1')).code).toBe(EXIT.done)
  })
})

describe('the keys of a party on the command line', () => {
  it('are shown once, listed without themselves, and ended for ever', async () => {
    const made = await run(
      ...['key', 'create', '--party', 'ledger', '--label', 'auditor'],
      ...['--scope', 'ledger:read', 'ledger:audit', '--valid-days', '1'],
    )
    expect(made.code).toBe(EXIT.done)
    const { key, keyId } = JSON.parse(made.stdout)
    expect(key).toMatch(/^ek_[A-Za-z0-9_-]{43}$/)
    const list = async () => (await run('key', 'list', '--party', 'ledger')).stdout
    expect(JSON.parse(await list()).keys).toMatchObject([
      { keyId, label: 'auditor', scopes: ['ledger:audit', 'ledger:read'] },
    ])
    expect(await list()).not.toContain(key)
    const revoke = ['key', 'revoke', keyId, '--party', 'ledger']
    const revoked = await run(...revoke)
    expect(JSON.parse(revoked.stdout)).toMatchObject({ revokedAtMs: expect.any(Number) })
    expect((await run(...revoke)).stdout).toBe(revoked.stdout)
    const shown = await runCli('--dir', world, 'key', 'list', '--party', 'ledger')
    expect(shown.stdout).toContain('revoked')
    // A key of one party is none of another.
    expect((await run('key', 'revoke', keyId, '--party', 'holder')).code).toBe(EXIT.notFound)
  })

  it('under which it signs are printed for others, public halves only', async () => {
    const { stdout } = await runCli('--dir', world, 'party', 'keys', 'verifier-a', 'verifier-b')
    const keys = JSON.parse(stdout) as Readonly<Record<string, readonly object[]>>
    expect(Object.keys(keys)).toEqual(['verifier-a', 'verifier-b'])
    expect(Object.keys(keys['verifier-a']?.[0] ?? {}).sort()).toEqual(['crv', 'kty', 'x'])
  })
})

describe('ordinary wallets on the command line', () => {
  it('are offered a credential once per idempotency key, with a code that is not in the link', async () => {
    const offer = (...more: readonly string[]) =>
      run('offer', 'create', '--claim', 'member_id=m-offer', '--idempotency-key', 'o-1', ...more)
    const first = await offer('--tx-code')
    expect(first.code).toBe(EXIT.done)
    const { link, credentialOfferUri, transactionCode } = JSON.parse(first.stdout)
    expect(link).toBe(
      `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(credentialOfferUri)}`,
    )
    expect(transactionCode).toMatch(/^\d+$/)
    expect(link).not.toContain(transactionCode)
    expect((await offer('--tx-code')).stdout).toBe(first.stdout)
    expect((await offer()).code).toBe(EXIT.conflict)
  })

  it('are offered a re-issue only with --yes, and not about another person without being told', async () => {
    const credential = await issueIn(world, 'm-reissue')
    const reissue = ['credential', 'reissue', credential, '--claim', 'member_id=m-reissue']
    expect(JSON.parse((await run(...reissue)).stdout)).toMatchObject({ wouldReplace: 1 })
    expect(JSON.parse((await run(...reissue, '--yes', '--dry-run')).stdout)).toMatchObject({
      wouldReplace: 1,
    })
    // This one was not issued to a wallet, so nobody can tell whether the person is the same.
    const refused = await run(...reissue, '--yes')
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'reissue_subject_changed' })
    const offered = await run(...reissue, '--yes', '--subject-changes')
    expect(JSON.parse(offered.stdout)).toMatchObject({ replaces: credential })
    expect(offered.code).toBe(EXIT.done)
  })

  it('are asked for a presentation, which is pending until one answers', async () => {
    const asked = await run('presentation', 'request', '--payout', 'me')
    expect(asked.code).toBe(EXIT.done)
    const { walletUrl, requestUri, sessionId } = JSON.parse(asked.stdout)
    expect(walletUrl).toContain(encodeURIComponent(requestUri))
    // Who scans the code must not be able to read the result.
    expect(walletUrl).not.toContain(sessionId)
    const shown = await run('presentation', 'show', '--session', sessionId)
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'pending' })
    expect(shown.code).toBe(EXIT.undetermined)
    const elsewhere = ['--session', sessionId, '--verifier', 'verifier-b']
    expect((await run('presentation', 'show', ...elsewhere)).code).toBe(EXIT.notFound)
  })

  it('see a QR code where somebody looks at a screen, and nowhere else', async () => {
    const ask = ['--dir', world, 'presentation', 'request', '--payout', 'me']
    expect((await runCli(...ask)).stdout).not.toContain('█')
    const drawn = await runOnTerminal(...ask)
    expect(
      drawn.stdout.split('\n').filter((line) => line.startsWith('████')).length,
    ).toBeGreaterThan(20)
    expect((await runOnTerminal(...ask, '--json')).stdout).not.toContain('█')
  })
})

describe('a claim on the command line', () => {
  it('is explained with each step, the wait before it, and what can still be done', async () => {
    const credential = await issueIn(world, 'm-explained')
    const claimed = await run('claim', 'submit', '--credential', credential, '--payout', 'me')
    const { claimId } = JSON.parse(claimed.stdout)
    const explained = await run('claim', 'explain', claimId)
    expect(explained.code).toBe(EXIT.done)
    const { state, steps } = JSON.parse(explained.stdout)
    expect(state).toBe('settled')
    expect(steps.map((step: { readonly state: string }) => step.state)).toEqual([
      'accepted',
      'reserved',
      'settling',
      'settled',
    ])
    const { stdout } = await runCli('--dir', world, 'claim', 'explain', claimId)
    expect(stdout).toMatch(/You were paid\./)
    expect(stdout).toMatch(/appeal: .+\n {2}again: {2}.+/)
  })
})

describe('a campaign on the command line', () => {
  it('is previewed without being made, and made once however often it is created', async () => {
    const rule = demoCampaignRule(Date.now() as Parameters<typeof demoCampaignRule>[0])
    const file = join(root, 'rule.json')
    writeFileSync(file, JSON.stringify({ ...rule, id: 'second-grant' }))
    const preview = await run('campaign', 'create', file, '--dry-run')
    expect(preview.code).toBe(EXIT.done)
    expect((await run('campaign', 'show', 'second-grant')).code).toBe(EXIT.notFound)
    const created = await run('campaign', 'create', file)
    const { ruleHash } = JSON.parse(preview.stdout)
    expect(JSON.parse(created.stdout)).toMatchObject({ ruleHash, state: 'draft' })
    expect((await run('campaign', 'create', file)).stdout).toBe(created.stdout)
  })

  it('is tried against a population before it is announced, and the report is logged', async () => {
    const people = join(root, 'people.csv')
    writeFileSync(people, 'person,tier\nada,gold\nbob,iron\nada,gold\n')
    const rule = join(root, 'rule.json')
    const tried = JSON.parse(
      (await run('campaign', 'dry-run', rule, '--population', people)).stdout,
    )
    expect(tried).toMatchObject({
      logged: true,
      report: {
        people: 3,
        paid: 2,
        amountMinor: '20000',
        fallsOut: [{ reason: 'already_claimed', people: 1 }],
      },
    })
  })

  it('is announced by two people who give the same hash, and never by one', async () => {
    const { ruleHash } = JSON.parse((await run('campaign', 'show', 'second-grant')).stdout)
    const announce = (verb: string, by: string) =>
      run('campaign', verb, 'second-grant', ruleHash, '--as', by)
    expect(JSON.parse((await announce('announce', 'anna')).stdout)).toMatchObject({
      state: 'draft',
    })
    expect((await announce('confirm', 'anna')).code).toBe(EXIT.unauthorised)
    expect(JSON.parse((await announce('confirm', 'ben')).stdout)).toMatchObject({ state: 'open' })
  })

  it('has a draw to which parties commit in files that nothing overwrites, and reveal after the closing only', async () => {
    const files = ['notary', 'auditor'].map((party) => join(root, `${party}.json`))
    const commitments = []
    for (const [i, party] of ['notary', 'auditor'].entries()) {
      const commit = ['campaign', 'commit', 'commit-draw', '--party', party, '--out']
      const made = JSON.parse((await run(...commit, files[i] as string)).stdout)
      commitments.push({ party, commitment: made.commitment })
      expect((await run(...commit, files[i] as string)).code).not.toBe(EXIT.done)
    }
    const rule = demoCampaignRule(Date.now() as Parameters<typeof demoCampaignRule>[0])
    const seed = { kind: 'commit-reveal', commitments, revealWithinMs: 60_000, whenSilent: 'void' }
    const allocation = { kind: 'lottery', winners: 1, amountMinor: '1', seed }
    const window = { kind: 'batch', allocateAfterMs: 86_400_000 }
    const file = join(root, 'draw.json')
    writeFileSync(file, JSON.stringify({ ...rule, id: 'commit-draw', allocation, window }))
    expect((await run('campaign', 'create', file)).code).toBe(EXIT.done)
    const reveal = await run('campaign', 'reveal', 'commit-draw', '--value', files[0] as string)
    expect(reveal.code).not.toBe(EXIT.done)
    expect(reveal.stdout + reveal.stderr).toContain('lottery_seed_missing')
    const value = readFileSync(files[0] as string, 'utf8')
    expect(reveal.stdout + reveal.stderr).not.toContain(JSON.parse(value).value)
  })

  it('is paused for a while by one person, once', async () => {
    const pause = [
      'campaign',
      'pause',
      'second-grant',
      '--minutes',
      '5',
      '--reason',
      'odd_receipts',
    ]
    expect((await run(...pause, '--as', 'anna')).code).toBe(EXIT.done)
    const shown = JSON.parse((await run('campaign', 'show', 'second-grant')).stdout)
    expect(shown).toMatchObject({ state: 'paused', pausedUntilMs: expect.any(Number) })
    expect((await run(...pause, '--as', 'anna')).code).not.toBe(EXIT.done)
  })

  it('has a draw only if its rule says so', async () => {
    const draw = [
      'campaign',
      'draw',
      'second-grant',
      '--round',
      '1',
      '--signature',
      'ab'.repeat(48),
    ]
    expect((await run(...draw)).code).not.toBe(EXIT.done)
  })
})

describe('several processes on one world', () => {
  it('pay every claim once when they run at the same time', async () => {
    const before = await campaign()
    const members = ['c-1', 'c-2', 'c-3']
    const credentials = await Promise.all(members.map((member) => issueIn(world, member)))
    const [twice = ''] = credentials
    const ended = await Promise.all(
      [...credentials, twice].map((credential) =>
        spawnCli(
          '--dir',
          world,
          '--json',
          'claim',
          'submit',
          '--credential',
          credential,
          '--payout',
          'me',
        ),
      ),
    )
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 0, 0, EXIT.conflict])
    expect(ended.filter(({ stderr }) => /^\s+at /m.test(stderr))).toEqual([])
    const after = await campaign()
    const paid = BigInt(after.money.settled ?? '') - BigInt(before.money.settled ?? '')
    expect(paid).toBe(30_000n)
    expect(after.totals.settled?.claims).toBe((before.totals.settled?.claims ?? 0) + 3)
    expect(JSON.parse((await run('custody')).stdout)).toMatchObject({ items: [] })
    expect((await run('log', 'verify')).code).toBe(EXIT.done)
  })
})
