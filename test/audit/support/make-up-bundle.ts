import { sha256Text } from '@evenkeel/kernel'
import { type AuditLine, type NewAuditLine, startAuditSection } from '@evenkeel/kernel/audit'
import { DISTRIBUTOR, LEDGER } from './audit-world.ts'
import { type PlayedCampaign, playCampaign } from './play-campaign.ts'

const AMOUNT = 100

/** Plays a campaign of one claim whose pool is for so many, for `madeUpBundle`. */
export function playForMany(claims: number): Promise<PlayedCampaign> {
  return playCampaign({
    id: 'made-up',
    allocation: { kind: 'fixed', amountMinor: String(AMOUNT) },
    claimants: [{ person: 'ada' }],
    poolMinor: String(claims * AMOUNT),
    window: 'instant',
  })
}

/** The lines of a bundle as the same campaign would have it had so many claimed and been paid: none of them was played, all of it is signed. */
export async function* madeUpBundle(
  { world, campaignId, bundle }: PlayedCampaign,
  claims: number,
): AsyncGenerator<string> {
  const played = (await bundle()).trimEnd().split('\n')
  const lines = played.map((text) => JSON.parse(text) as AuditLine)
  const find = <Kind extends AuditLine['kind']>(kind: Kind) =>
    lines.find((line) => line.kind === kind) as Extract<AuditLine, { readonly kind: Kind }>
  const { prev: _campaign, ...campaign } = find('campaign')
  const { prev: _book, ...book } = find('book')
  const { prev: _open, ...opening } = find('posting')
  const { prev: _balances, ...balances } = find('balances')

  const section = startAuditSection('campaign', campaignId)
  yield section.write(campaign)
  for (let n = 0; n < claims; n += 1) yield section.write(claimLine(n))
  yield await section.seal(world.signerOf(DISTRIBUTOR))
  yield* played.filter((_, place) => ['leaf', 'checkpoint'].includes(String(lines[place]?.kind)))
  const ledger = startAuditSection('ledger', campaignId)
  yield ledger.write({ ...book, head: { ...book.head, seq: 1 + 2 * claims } })
  yield ledger.write(opening)
  for (let n = 0; n < claims; n += 1) {
    for (const posting of postings(n)) yield ledger.write(posting)
  }
  const paid = { postedMinor: String(claims * AMOUNT), reservedMinor: '0' }
  yield ledger.write({
    ...balances,
    returnedMinor: '0',
    accounts: { ...balances.accounts, settled: paid },
  })
  yield await ledger.seal(world.signerOf(LEDGER))
}

const nameOf = (n: number): string => sha256Text(`transfer ${n}`, 'hex')

function claimLine(n: number): NewAuditLine {
  return {
    kind: 'claim',
    nullifier: `n${String(n).padStart(42, '0')}` as never,
    ticket: sha256Text(`ticket ${n}`, 'hex'),
    transfers: [nameOf(n)],
    state: 'settled',
    amountMinor: String(AMOUNT),
  }
}

function* postings(n: number): Generator<NewAuditLine> {
  const transfer = nameOf(n)
  const hash = sha256Text(`entry ${n}`, 'hex')
  const amountMinor = String(AMOUNT)
  const ways = { debit: 'pool', credit: 'in_flight', amountMinor }
  const kind = 'posting'
  yield { kind, hash, seq: 2 + 2 * n, transfer, movements: [{ kind: 'reserve', ...ways }] }
  yield {
    kind,
    hash,
    seq: 3 + 2 * n,
    transfer: `${transfer}/settle`,
    movements: [
      { kind: 'post', ...ways, refers: transfer },
      { kind: 'single', debit: 'in_flight', credit: 'settled', amountMinor },
    ],
  }
}
