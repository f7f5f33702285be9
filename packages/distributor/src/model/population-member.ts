import {
  type AccreditationRecord,
  type Assurance,
  type CampaignRule,
  epochMs,
  faultOfIssuer,
  overlaysFor,
  type PartyId,
  type Policy,
  type ReasonCode,
  type Receipt,
} from '@evenkeel/kernel'
import {
  type ConditionFacts,
  copiedOutputs,
  evaluateOutputs,
  faultOfDisclosed,
} from '@evenkeel/kernel/conditions'
import type { PopulationMember } from './dry-run.ts'

/**
 * Somebody of a population as it is given: who they are, and their claims; beside them what is known of the credential, as `credential.type`, and of
 * its issuer, as `issuer.assurance` (`issuer.jurisdictions` with spaces between); what is not told is taken to be as the policy asks. They come at the
 * opening. What the policy demands, copies and computes counts as for a receipt, and the reason is the one that a verifier would give; a check that
 * an overlay asks for is taken to have answered that all is clear.
 */
export function populationMember(
  { policy, opensAtMs }: Pick<CampaignRule, 'policy' | 'opensAtMs'>,
  person: string,
  given: Receipt['outputs'],
): PopulationMember {
  const facts = factsOf(policy, opensAtMs, given)
  const evaluated = evaluateOutputs(policy, facts)
  const outputs = evaluated.ok ? evaluated.value : copiedOutputs(facts.claims, policy)
  const { type } = facts.credential
  const reason =
    faultOfIssuer(recordFor(policy, facts), policy) ??
    (type === undefined || policy.credentialTypes.includes(String(type))
      ? undefined
      : 'credential_type_not_accepted') ??
    faultOfDisclosed(facts.claims, policy) ??
    (evaluated.ok ? overlayReason(policy, outputs) : evaluated.error)
  return { person, outputs, ...(reason !== undefined && { reason }) }
}

function overlayReason(
  { overlays = [] }: Policy,
  outputs: Receipt['outputs'],
): ReasonCode | undefined {
  const found = overlaysFor(overlays, outputs)
  if (found.some(({ overlay, applies }) => overlay.effect === 'deny' && applies === 'yes')) {
    return 'jurisdiction_denied'
  }
  return found.some(({ applies }) => applies === 'unclear') ? 'jurisdiction_unclear' : undefined
}

function recordFor(
  { assuranceMin, issuers = {} }: Policy,
  { issuer: { assurance, jurisdictions, accreditation } }: ConditionFacts,
): Pick<AccreditationRecord, 'assurance' | 'jurisdictions' | 'authority'> {
  const [authority] =
    accreditation === undefined ? (issuers.authorities ?? ['']) : String(accreditation).split('/')
  return {
    assurance: (assurance as Assurance | undefined) ?? assuranceMin,
    jurisdictions: (jurisdictions as readonly string[] | undefined) ?? issuers.jurisdictions ?? [],
    // The population's word, which is compared and nothing else.
    authority: (authority ?? '') as PartyId,
  }
}

function factsOf(
  { credentialTypes }: Policy,
  nowMs: number,
  given: Receipt['outputs'],
): ConditionFacts {
  const about = (prefix: string) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      ),
    )
  const { jurisdictions, ...issuer } = about('issuer.')
  const [type] = credentialTypes
  return {
    claims: Object.fromEntries(
      Object.entries(given).filter(([name]) => !/^(?:issuer|credential)\./.test(name)),
    ),
    issuer: {
      ...issuer,
      ...(jurisdictions !== undefined && { jurisdictions: String(jurisdictions).split(' ') }),
    },
    credential: { ...(credentialTypes.length === 1 && { type }), ...about('credential.') },
    now: epochMs(nowMs),
  }
}
