import {
  canonicalJson,
  createCheckpoint,
  createInclusionProof,
  createNoteKey,
  createSeededSigner,
  hashLeafText,
  importPublicJwk,
  type JsonObject,
  treeRoot,
  unwrap,
} from '@evenkeel/kernel'
import { type AuditTrust, parseAuditTrust } from '@evenkeel/kernel/audit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LEDGER } from './support/audit-world.ts'
import { equalShares } from './support/plans.ts'
import { type PlayedCampaign, playCampaign } from './support/play-campaign.ts'
import { differenceOf, holds, type PlacedLine, placeLines, rewrite } from './support/tamper.ts'

let played: PlayedCampaign
let lines: readonly PlacedLine[]
let trust: AuditTrust
beforeAll(async () => {
  played = await playCampaign(equalShares(12))
  lines = placeLines(await played.bundle())
  trust = unwrap(parseAuditTrust(played.world.trust))
}, 60_000)
afterAll(() => played.world.close())

/** The same leaves, each changed or not, in a log of one's own, and who believes that log. */
async function inOwnLog(change: (leaf: JsonObject) => JsonObject) {
  const signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(77))
  const logKey = createNoteKey('own.example/log', unwrap(importPublicJwk(signer.publicJwk)))
  const entries = lines
    .filter(({ value }) => value.kind === 'leaf')
    .map(({ value }) => canonicalJson(change(JSON.parse(String(value.entry)) as JsonObject)))
  const hashes = entries.map(hashLeafText)
  const reader = (level: number, index: number): Uint8Array =>
    treeRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level))
  const proofs = await Promise.all(
    hashes.map((_, index) => createInclusionProof(reader, index, hashes.length)),
  )
  const tree = { size: hashes.length, root: treeRoot(hashes) }
  const note = await createCheckpoint(tree, logKey, signer)
  let index = -1
  const rewritten = lines.map((line) => {
    if (line.value.kind === 'checkpoint') return { ...line, value: { ...line.value, note } }
    if (line.value.kind !== 'leaf') return line
    index += 1
    const proof = (proofs[index] ?? []).map((hash) => Buffer.from(hash).toString('base64'))
    return { ...line, value: { ...line.value, entry: entries[index] as string, index, proof } }
  })
  const believer = { ...trust, logKey, witnessKeys: [], quorum: 0 }
  return { text: await rewrite(rewritten, 'log'), believer }
}

it('a leaf that names another one as before it than the bundle’s is found, whichever log it is in', async () => {
  const { campaignId } = played
  const honest = await inOwnLog((leaf) => leaf)
  expect(await holds(honest.text, campaignId, honest.believer)).toBe(true)
  for (const kind of ['window_close', 'allocation_root']) {
    const { text, believer } = await inOwnLog((leaf) =>
      leaf.kind === kind ? { ...leaf, prev: 'ab'.repeat(32) } : leaf,
    )
    expect(await differenceOf(text, campaignId, believer)).toMatchObject({
      check: 'ordered',
      found: 'ab'.repeat(32),
    })
  }
})

it('a ledger that keeps what was forfeited, in books that add up, is found at its balances', async () => {
  const back = lines.find(({ value }) => String(value.transfer).endsWith('/return')) as PlacedLine
  const [forfeit, rest] = back.value.movements as readonly JsonObject[]
  const kept = BigInt(String(forfeit?.amountMinor))
  expect(forfeit).toMatchObject({ debit: 'forfeited', credit: 'pool' })
  const less = (amount: unknown): string => String(BigInt(String(amount)) - kept)
  const changed = lines.map((line) => {
    const { value } = line
    if (line === back) {
      const movements = [{ ...rest, amountMinor: less(rest?.amountMinor) }]
      return { ...line, value: { ...value, movements } }
    }
    if (value.kind !== 'balances') return line
    const accounts = value.accounts as JsonObject
    const forfeited = { ...(accounts.forfeited as JsonObject), postedMinor: String(kept) }
    const returnedMinor = less(value.returnedMinor)
    return { ...line, value: { ...value, returnedMinor, accounts: { ...accounts, forfeited } } }
  })
  const text = await rewrite(changed, 'ledger', played.world.signerOf(LEDGER))
  expect(await differenceOf(text, played.campaignId, trust)).toMatchObject({ check: 'returned' })
})
