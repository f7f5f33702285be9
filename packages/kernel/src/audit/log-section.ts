import { decodeBase64 } from '../bytes/base64url.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sha256Text } from '../crypto/hash.ts'
import { type EpochMs, epochMs } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { hashLeafText, type LogLeaf, parseLeafText } from '../messages/log-leaf.ts'
import { verifyCheckpoint } from '../notes/checkpoint.ts'
import { quorumTimeS, verifyCosignatures } from '../notes/cosignature.ts'
import { parseNote } from '../notes/note.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import { verifyInclusion } from '../trees/inclusion-proof.ts'
import type { CheckpointLine, LeafLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import type { AuditTrust } from './audit-trust.ts'
import type { CampaignAccount } from './campaign-section.ts'
import { AUDIT_LEAVES_MAX } from './limits.ts'

/** Takes the lines of the second section: the leaves in the order of the log, then the checkpoint. */
export interface LogSection {
  leaf(line: LeafLine, at: number): AuditDifference | undefined
  checkpoint(line: CheckpointLine, at: number): AuditDifference | undefined
  /** When a quorum of witnesses had seen the checkpoint; undefined without witnesses. */
  witnessedAtMs(): EpochMs | undefined
}

interface LoggedLeaf {
  readonly line: LeafLine
  readonly at: number
  readonly leaf: LogLeaf
}

export function startLogSection(
  account: CampaignAccount,
  trust: AuditTrust,
  tally: AuditTally,
): LogSection {
  const leaves: LoggedLeaf[] = []
  let witnessedAtMs: EpochMs | undefined

  function verifyNote(note: string, at: number): AuditDifference | CheckpointRoot {
    const parsed = parseNote(encodeUtf8(note))
    const checkpoint = parsed.ok ? verifyCheckpoint(parsed.value, trust.logKey) : parsed
    if (!checkpoint.ok) {
      return differs(
        at,
        'included',
        `a checkpoint of ${trust.logKey.name}`,
        inWords(checkpoint.error),
      )
    }
    if (parsed.ok && trust.witnessKeys.length > 0) {
      const cosigned = verifyCosignatures(parsed.value, trust.witnessKeys)
      const timeS = cosigned.ok ? quorumTimeS(cosigned.value, trust.quorum) : undefined
      if (timeS === undefined) {
        const found = cosigned.ok ? String(cosigned.value.length) : inWords(cosigned.error)
        return differs(at, 'witnessed', `${trust.quorum} witnesses`, found)
      }
      witnessedAtMs = epochMs(timeS * 1_000)
      tally.count('witnessed')
    }
    return checkpoint.value
  }

  return {
    leaf(line, at) {
      if (leaves.length === AUDIT_LEAVES_MAX) {
        return differs(at, 'form', `at most ${AUDIT_LEAVES_MAX} leaves`, 'more')
      }
      const before = leaves.at(-1)?.line.index ?? -1
      if (line.index <= before) {
        return differs(at, 'ordered', `an index after ${before}`, String(line.index))
      }
      const leaf = parseLeafText(line.entry)
      if (!leaf.ok) return differs(at, 'included', 'a leaf of the log', inWords(leaf.error))
      const { campaignId } = account.campaign
      if (leaf.value.scope !== campaignId) {
        return differs(at, 'included', `a leaf about ${campaignId}`, leaf.value.scope)
      }
      leaves.push({ line, at, leaf: leaf.value })
      return undefined
    },
    checkpoint(line, at) {
      const root = verifyNote(line.note, at)
      if ('check' in root) return root
      for (const { line: said, at: place } of leaves) {
        const { entry, index } = said
        const proof = said.proof.map((hash) => decodeBase64(hash) ?? new Uint8Array(0))
        const claim = { leafHash: hashLeafText(entry), index, proof, ...root }
        if (!verifyInclusion(claim)) {
          const expected = `a proof that leads to the root of ${root.size} entries`
          return differs(place, 'included', expected, `another, of index ${index}`)
        }
        tally.count('included')
      }
      return checkLeaves(account, leaves, at, tally)
    },
    witnessedAtMs: () => witnessedAtMs,
  }
}

interface CheckpointRoot {
  readonly size: number
  readonly root: Uint8Array
}

/** The leaves that a campaign must have, what each commits to, and the one it names as before it. */
function checkLeaves(
  account: CampaignAccount,
  leaves: readonly LoggedLeaf[],
  end: number,
  tally: AuditTally,
): AuditDifference | undefined {
  const { ruleHash, window } = account
  const demands: readonly Demand[] = [
    { kind: 'campaign_announcement', bodyHash: ruleHash },
    ...(window
      ? ([
          { kind: 'window_close', bodyHash: window.closing, prev: ruleHash },
          { kind: 'allocation_root', bodyHash: window.allocation, prev: window.closing },
        ] as const)
      : []),
  ]
  let before = -1
  for (const demand of demands) {
    const found = findLeaf(account, leaves, end, demand)
    if ('check' in found) return found
    if (found.line.index < before) {
      return differs(
        found.at,
        'ordered',
        `${demand.kind} after index ${before}`,
        String(found.line.index),
      )
    }
    before = found.line.index
    const late = checkTime(account, found)
    if (late !== undefined) return late
    tally.count(demand.kind === 'campaign_announcement' ? 'announced' : CHECK_OF[demand.kind])
    tally.count('ordered')
  }
  return checkReveals(account, leaves, end, tally)
}

/** Each value that was revealed is in the log, after the closing; and no other was. */
function checkReveals(
  { campaign, window }: CampaignAccount,
  leaves: readonly LoggedLeaf[],
  end: number,
  tally: AuditTally,
): AuditDifference | undefined {
  const { campaignId, reveals = [], distributor } = campaign
  const logged = leaves.filter(
    ({ leaf }) => leaf.kind === 'seed_reveal' && leaf.actor === distributor,
  )
  for (const { party, salt, value, revealedAtMs } of reveals) {
    const bodyHash = sha256Text(canonicalJson({ v: 1, campaignId, party, salt, value }), 'hex')
    const found = logged.find(({ leaf }) => leaf.bodyHash === bodyHash)
    if (found === undefined)
      return differs(end, 'drawn', `a leaf of what ${party} revealed`, undefined)
    const { leaf, at } = found
    if (leaf.prev !== window?.closing || leaf.decidedAtMs !== revealedAtMs) {
      return differs(
        at,
        'drawn',
        `revealed at ${revealedAtMs}, after the closing`,
        `${leaf.decidedAtMs}`,
      )
    }
    tally.count('drawn')
  }
  const more = logged[reveals.length]
  return more && differs(more.at, 'drawn', `${reveals.length} values revealed`, `${logged.length}`)
}

interface Demand {
  readonly kind: 'campaign_announcement' | 'window_close' | 'allocation_root'
  readonly bodyHash: string
  readonly prev?: string
}

const CHECK_OF = {
  campaign_announcement: 'announced',
  window_close: 'tickets',
  allocation_root: 'allocated',
} as const

/** The one leaf of a kind that the distributor logged; a second one is a second decision. */
function findLeaf(
  { campaign }: CampaignAccount,
  leaves: readonly LoggedLeaf[],
  end: number,
  { kind, bodyHash, prev }: Demand,
): LoggedLeaf | AuditDifference {
  const ofKind = leaves.filter(
    ({ leaf }) => leaf.kind === kind && leaf.actor === campaign.distributor,
  )
  const [first, second] = ofKind
  if (first === undefined) return differs(end, 'ordered', `a leaf ${kind}`, undefined)
  if (second !== undefined) return differs(second.at, 'ordered', `one leaf ${kind}`, 'a second one')
  const { leaf, at } = first
  if (leaf.bodyHash !== bodyHash) return differs(at, CHECK_OF[kind], bodyHash, leaf.bodyHash)
  return leaf.prev === prev ? first : differs(at, 'ordered', prev ?? 'no leaf before it', leaf.prev)
}

function checkTime(
  { campaign, rule }: CampaignAccount,
  { leaf, at }: LoggedLeaf,
): AuditDifference | undefined {
  const { kind, decidedAtMs } = leaf
  if (kind === 'campaign_announcement') {
    const latest =
      rule.noticeMs === undefined
        ? (campaign.openedAtMs ?? campaign.closedAtMs)
        : rule.opensAtMs - rule.noticeMs
    if (decidedAtMs <= latest) return undefined
    return differs(at, 'announced', `announced at ${latest} at the latest`, String(decidedAtMs))
  }
  const earliest = kind === 'window_close' ? campaign.closedAtMs : (campaign.allocatedAtMs ?? 0)
  if (decidedAtMs >= earliest) return undefined
  return differs(at, 'ordered', `logged at ${earliest} or later`, String(decidedAtMs))
}

function inWords({ code, detail }: Reasoned): string {
  return detail === undefined ? code : `${code}: ${detail}`
}
