import type { PublicKey } from '../crypto/import-public-jwk.ts'
import { parseJws, verifyJws } from '../crypto/jws.ts'
import type { CampaignId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { isJsonObject } from '../json/json-value.ts'
import { parseJson } from '../json/parse-json.ts'
import { MESSAGE_LIMITS } from '../messages/common.ts'
import { err, ok, type Result } from '../result.ts'
import { type AuditLine, auditLineParsers, type SealLine } from './audit-line.ts'
import {
  type AuditDifference,
  type AuditReport,
  type AuditTally,
  differs,
  startAuditTally,
} from './audit-report.ts'
import type { AuditTrust } from './audit-trust.ts'
import { type CampaignSection, startCampaignSection } from './campaign-section.ts'
import { type LedgerSection, startLedgerSection } from './ledger-section.ts'
import { AUDIT_LINE_BYTES_MAX, AUDIT_LINE_DEPTH_MAX } from './limits.ts'
import { type LogSection, startLogSection } from './log-section.ts'
import { readAuditLines } from './read-audit-lines.ts'
import { listNotChecked } from './rule-members.ts'
import {
  AUDIT_SEAL_TYP,
  type AuditChain,
  type AuditSection,
  auditSections,
  startAuditChain,
} from './section.ts'

export interface AuditInput {
  /** The bundle, in chunks of any size. */
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly campaignId: CampaignId
  readonly trust: AuditTrust
  /** Called after each line. */
  readonly onLine?: (line: number) => void
}

/**
 * Recomputes a campaign from its bundle alone, and believes nothing but the keys in `trust`. Pure but for the reading; holds the claims, never the
 * file. Returns what was checked, or the first difference with its place: what comes after it was not looked at.
 */
export async function auditBundle(
  input: AuditInput,
): Promise<Result<AuditReport, AuditDifference>> {
  const audit = startAudit(input)
  let last = 0
  for await (const read of readAuditLines(input.bytes)) {
    last = read.line
    const difference = 'fault' in read ? read.fault : audit.take(read.text, read.line)
    if (difference !== undefined) return err(difference)
    input.onLine?.(last)
  }
  return audit.end(last)
}

/** Which kinds may follow a kind; the first of a section follows nothing. */
const FOLLOWERS: Readonly<Record<AuditSection, Readonly<Record<string, readonly string[]>>>> = {
  campaign: {
    '': ['campaign'],
    campaign: ['claim', 'row', 'seal'],
    claim: ['claim', 'row', 'seal'],
    row: ['row', 'seal'],
  },
  log: { '': ['leaf', 'checkpoint'], leaf: ['leaf', 'checkpoint'] },
  ledger: {
    '': ['book'],
    book: ['posting', 'balances'],
    posting: ['posting', 'balances'],
    balances: ['seal'],
  },
}

/** The kind with which a section is over. */
const LAST: Readonly<Record<AuditSection, AuditLine['kind']>> = {
  campaign: 'seal',
  log: 'checkpoint',
  ledger: 'seal',
}

interface Audit {
  take(text: string, at: number): AuditDifference | undefined
  end(lines: number): Result<AuditReport, AuditDifference>
}

interface Parts {
  readonly campaign: CampaignSection
  log?: LogSection
  ledger?: LedgerSection
}

function startAudit({ campaignId, trust }: AuditInput): Audit {
  const tally = startAuditTally()
  const parts: Parts = { campaign: startCampaignSection(campaignId, tally) }
  let section: AuditSection | undefined = 'campaign'
  let chain = startAuditChain('campaign', campaignId)
  let before = ''

  function next(): void {
    const following: AuditSection | undefined =
      auditSections[auditSections.indexOf(section as AuditSection) + 1]
    section = following
    before = ''
    if (following === undefined) return
    chain = startAuditChain(following, campaignId)
    const account = parts.campaign.account()
    if (following === 'log') parts.log = startLogSection(account, trust, tally)
    else parts.ledger = startLedgerSection(account, tally)
  }

  return {
    take(text, at) {
      if (section === undefined) return differs(at, 'form', 'the end of the file', text)
      const allowed = FOLLOWERS[section][before] ?? []
      const read = readLine(text, at, allowed)
      if (!read.ok) return read.error
      const line = read.value
      // Before its place: somebody has the wrong file.
      if (line.kind === 'campaign' && line.campaignId !== campaignId) {
        return differs(at, 'form', `a bundle of ${campaignId}`, line.campaignId)
      }
      if (line.prev !== chain.prev) {
        // The line before is not the one that this one was written after; the first has none before it.
        const place = chain.lines === 0 ? at : at - 1
        return differs(place, 'unchanged', `the line that ${chain.prev} follows from`, line.prev)
      }
      tally.count('form')
      const difference =
        line.kind === 'seal'
          ? takeSeal(line, at, { section, campaignId, chain, trust, parts, tally })
          : takeLine(line, at, parts)
      if (difference !== undefined) return difference
      chain.add(text)
      tally.count('unchanged')
      before = line.kind
      if (line.kind === LAST[section]) next()
      return undefined
    },
    end(lines) {
      if (section !== undefined) {
        const wanted = (FOLLOWERS[section][before] ?? []).join(' or ')
        return err(differs(lines + 1, 'form', `${wanted} of the section ${section}`, 'the end'))
      }
      return ok(report(parts, lines, tally))
    },
  }
}

/** Reads a line of one of the kinds that may stand here, and that it is the one text that it has. */
function readLine(
  text: string,
  at: number,
  allowed: readonly string[],
): Result<AuditLine, AuditDifference> {
  const expected = `a line ${allowed.join(' or ')}`
  const json = parseJson(text, { maxBytes: AUDIT_LINE_BYTES_MAX, maxDepth: AUDIT_LINE_DEPTH_MAX })
  if (!json.ok) {
    const { code, detail = '' } = json.error
    return err(differs(at, 'form', expected, `${code} ${detail}`))
  }
  const kind = isJsonObject(json.value) ? json.value.kind : undefined
  const parse = typeof kind === 'string' ? auditLineParsers.get(kind) : undefined
  if (parse === undefined || !allowed.includes(String(kind))) {
    return err(differs(at, 'form', expected, typeof kind === 'string' ? kind : text))
  }
  const line = parse(json.value)
  if (!line.ok) return err(differs(at, 'form', expected, line.error.detail))
  if (canonicalJson(json.value) !== text) {
    return err(differs(at, 'form', 'canonical JSON (RFC 8785)', text))
  }
  return line
}

function takeLine(line: AuditLine, at: number, { campaign, log, ledger }: Parts) {
  switch (line.kind) {
    case 'leaf':
      return log?.leaf(line, at)
    case 'checkpoint':
      return log?.checkpoint(line, at)
    case 'book':
      return ledger?.book(line, at)
    case 'posting':
      return ledger?.posting(line, at)
    case 'balances':
      return ledger?.balances(line, at)
    default:
      return campaign.take(line, at)
  }
}

interface Sealing {
  readonly section: AuditSection
  readonly campaignId: CampaignId
  readonly chain: AuditChain
  readonly trust: AuditTrust
  readonly parts: Parts
  readonly tally: AuditTally
}

/** A party's word for its section: signed with one of its keys, over exactly these lines. Then what takes all of them is recomputed. */
function takeSeal(
  { jws }: SealLine,
  at: number,
  { section, campaignId, chain, trust, parts, tally }: Sealing,
): AuditDifference | undefined {
  const keys = section === 'campaign' ? trust.distributorKeys : trust.ledgerKeys
  const sealed = readSeal(jws, keys)
  const party = section === 'campaign' ? 'the distributor' : 'the ledger'
  if (!sealed.ok) return differs(at, 'signed', `a signature of ${party}`, sealed.error)
  const { lines, digest } = chain
  const expected = canonicalJson({ v: 1, section, campaignId, lines, digest })
  if (sealed.value !== expected) return differs(at, 'unchanged', expected, sealed.value)
  tally.count('signed')
  return section === 'campaign' ? parts.campaign.end() : undefined
}

/** The canonical payload of a seal that one of the keys signed. */
function readSeal(jws: string, keys: readonly PublicKey[]): Result<string, string> {
  const parsed = parseJws(jws, MESSAGE_LIMITS)
  if (!parsed.ok) return err(parsed.error.code)
  const key = keys.find(({ thumbprint }) => thumbprint === parsed.value.header.kid)
  if (key === undefined) return err('a key that is not trusted')
  const verified = verifyJws(parsed.value, key, { typ: AUDIT_SEAL_TYP })
  return verified.ok ? ok(canonicalJson(verified.value.payload)) : err(verified.error.code)
}

function report({ campaign, log, ledger }: Parts, lines: number, tally: AuditTally): AuditReport {
  const { campaign: said, claims, rule, ruleHash } = campaign.account()
  const { campaignId } = said
  const refused = new Map<string, number>()
  for (const { state, reason = '' } of claims) {
    if (state === 'refused') refused.set(reason, (refused.get(reason) ?? 0) + 1)
  }
  const settled = claims.filter(({ state }) => state === 'settled').length
  const witnessedAtMs = log?.witnessedAtMs()
  return {
    campaignId,
    ruleHash,
    lines,
    checks: tally.checks(),
    settled: { claims: settled, amountMinor: String(ledger?.settledMinor() ?? 0n) },
    refused: Object.fromEntries([...refused].sort(([a], [b]) => (a < b ? -1 : 1))),
    returnedMinor: String(ledger?.returnedMinor() ?? 0n),
    ...(witnessedAtMs !== undefined && { witnessedAtMs }),
    journalHead: ledger?.head() ?? { seq: 0, hash: '' },
    notChecked: listNotChecked(rule),
  }
}
