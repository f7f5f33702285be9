import { encodeUtf8, openCheckpoint, verifyInclusion } from '@evenkeel/kernel'
import { wellKnown } from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../../limits.ts'
import type { Decision } from '../ask-verifiers.ts'
import { MERGE_DELAY_MS } from '../draw-plan.ts'
import type { StatusWorld } from '../status-world.ts'
import type { Troubles } from '../troubles.ts'

export interface LogChecks {
  onDecision(decision: Decision): void
  /** S8 of the heads used so far whose time is up; of all of them at the end. */
  check(options?: { readonly isEnd: boolean }): Promise<void>
}

/** Scope of the accreditation list's leaves. */
const ACCREDITATIONS = 'accreditations'

interface UsedHead {
  readonly scope: string
  readonly seq: number
  readonly issuedAtMs: number
  readonly issuer: string
}

/** S8: every head that a verdict rests on is in the log, with a proof that leads to a signed checkpoint, within the merge delay. */
export function createLogChecks(world: StatusWorld, troubles: Troubles): LogChecks {
  const { simulation, plan } = world
  const { invariants, scheduler } = simulation
  const waiting = new Map<string, UsedHead>()
  const proven = new Set<string>()
  const scopes = new Set<string>()

  function use(head: UsedHead): void {
    const name = `${head.scope} ${head.seq}`
    if (!proven.has(name)) waiting.set(name, head)
  }

  /** A publisher that was out of order brings its heads to the log when it is back. */
  function isDue({ issuedAtMs, issuer }: UsedHead): boolean {
    const ageMs = SIMULATION_START_MS + scheduler.nowMs - issuedAtMs
    const sinceMs = issuedAtMs - SIMULATION_START_MS - 2 * plan.paceMs
    return (
      ageMs > MERGE_DELAY_MS + 3 * plan.paceMs &&
      !troubles.wasOut(wellKnown.network, sinceMs) &&
      !troubles.wasOut(issuer, sinceMs)
    )
  }

  async function isIncluded({ scope, seq }: UsedHead): Promise<boolean | undefined> {
    const key = world.rolesOf('network')[0]?.logKey
    const entry = await world.ask('network', wellKnown.network, async (network) => {
      for (let after = -1; ; ) {
        const page = await network.findByScope(scope, after)
        const found = page.find(({ leaf }) => leaf.seq === seq)
        const last = page.at(-1)
        if (found !== undefined || last === undefined) return { found }
        after = last.index
      }
    })
    if (entry === undefined || key === undefined) return undefined
    const { found } = entry
    if (found === undefined) return false
    const proof = await world.ask('network', wellKnown.network, (network) =>
      network.inclusionProof(found.index),
    )
    if (!proof?.ok) return undefined
    const under = openCheckpoint(encodeUtf8(proof.value.checkpoint.note), key)
    return under.ok && verifyInclusion({ ...proof.value, ...under.value })
  }

  /** No number of a scope was signed twice, whether anybody was given the second one or not. */
  async function checkUnique(scope: string): Promise<void> {
    const hashes = new Map<number, string>()
    for (let after = -1; ; ) {
      const page = await world.insist('network', wellKnown.network, (network) =>
        network.findByScope(scope, after),
      )
      for (const { leaf } of page) {
        const isUnique = (hashes.get(leaf.seq) ?? leaf.bodyHash) === leaf.bodyHash
        invariants.check('S8', isUnique, () => `${scope} ${leaf.seq} is in the log twice`)
        hashes.set(leaf.seq, leaf.bodyHash)
      }
      const last = page.at(-1)
      if (last === undefined) return
      after = last.index
    }
  }

  return {
    onDecision({ input, credential }) {
      const { status, accreditation } = input
      const held = [
        { evidence: status.evidence, issuer: credential.issuer },
        { evidence: accreditation.evidence, issuer: wellKnown.network },
      ]
      for (const { evidence, issuer } of held) {
        if (evidence === undefined) continue
        const scope = evidence === status.evidence ? evidence.source : ACCREDITATIONS
        use({ scope, seq: evidence.seq, issuedAtMs: evidence.issuedAtMs, issuer })
      }
    },
    async check({ isEnd } = { isEnd: false }) {
      for (const [name, head] of waiting) {
        if (!isEnd && !isDue(head)) continue
        const holds = await isIncluded(head)
        if (holds === undefined && !isEnd) continue
        invariants.check('S8', holds === true, () => `${name} is not in the log`)
        waiting.delete(name)
        proven.add(name)
        scopes.add(head.scope)
      }
      if (!isEnd) return
      for (const scope of scopes) await checkUnique(scope)
    },
  }
}
